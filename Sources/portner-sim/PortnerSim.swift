// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import SimulatorCommands

@main
enum PortnerSim {
    static func main() async {
        await PortnerSimCommand.main()
    }
}
