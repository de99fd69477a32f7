// SPDX-License-Identifier: MPL-2.0

import PortnerSettings

/// Asks the settings library about a configuration file.
enum SettingsAdapter {
    /// What is wrong in a file, in its order; nothing when it is good.
    static func problems(in path: String) -> [ConfigurationReport.Problem] {
        do {
            _ = try SettingsFile.load(path: path)
            return []
        } catch {
            return problems(error)
        }
    }

    /// What is wrong in a file, in the words of a report.
    static func problems(_ problems: SettingsFile.Problems) -> [ConfigurationReport.Problem] {
        problems.list.map {
            ConfigurationReport.Problem(
                file: $0.file,
                line: $0.line,
                key: $0.key,
                message: $0.message
            )
        }
    }
}
