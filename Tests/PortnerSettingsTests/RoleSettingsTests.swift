// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerSettings

@Suite struct `Roles in a configuration` {
    private func settings(_ lines: String) throws -> Settings {
        try Minimal.settings("branch:", "\(lines)\nbranch:")
    }

    private func problems(_ lines: String) throws -> [String] {
        Minimal.problems(try Minimal.replacing("branch:", with: "\(lines)\nbranch:"))
    }

    @Test func `are none unless written`() throws {
        #expect(try settings("control-group: a").controlRoles == nil)
    }

    @Test func `are up to three groups`() throws {
        let text = "roles: { observers: watch, staff: desk, technicians: tech }"
        #expect(
            try settings(text).controlRoles
                == ControlRoleSettings(observers: "watch", staff: "desk", technicians: "tech")
        )
        #expect(try settings("roles: { staff: desk }").controlRoles?.technicians == nil)
    }

    @Test(
        arguments: [
            ("roles: {}", "1: roles: needs at least one group"),
            (
                "roles: { staff: a, technicians: a }",
                "technicians: is a group that has another role"
            ),
            ("roles: { guards: a, staff: b }", "1: roles.guards: is not a known setting"),
            ("control-group: a\nroles: { staff: b }", "1: control-group: goes without roles"),
        ]
    )
    func `say what is wrong with them`(lines: String, problem: String) throws {
        let found = try problems(lines)
        #expect(found.count == 1)
        #expect(found.first?.contains(problem) == true, "\(found)")
    }
}
