// SPDX-License-Identifier: MPL-2.0

import Glibc
import PortnerCommands

/// The program `portner`.
@main
enum Portner {
    static func main() async {
        exit(await PortnerCommand.execute(Array(CommandLine.arguments.dropFirst())))
    }
}
