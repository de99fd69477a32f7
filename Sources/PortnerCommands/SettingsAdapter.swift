// SPDX-License-Identifier: MPL-2.0

import PortnerSettings

/// Asks the settings library about a configuration file.
enum SettingsAdapter {
    /// What is wrong in a file, or what in a good one is probably not meant; in its order.
    static func look(at path: String) -> ConfigurationReport {
        do {
            let settings = try SettingsFile.load(path: path)
            let warnings = settings.warnings.map(problem)
            return ConfigurationReport(path: path, problems: [], warnings: warnings)
        } catch {
            return ConfigurationReport(path: path, problems: problems(error))
        }
    }

    /// What is wrong in a file, in the words of a report.
    static func problems(_ problems: SettingsFile.Problems) -> [ConfigurationReport.Problem] {
        problems.list.map(problem)
    }

    private static func problem(_ problem: SettingsProblem) -> ConfigurationReport.Problem {
        ConfigurationReport.Problem(
            file: problem.file,
            line: problem.line,
            key: problem.key,
            message: problem.message
        )
    }
}
