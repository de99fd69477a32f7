// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import PortnerDaemon

@main
enum Portnerd {
    static func main() async {
        await DaemonCommand.main()
    }
}
