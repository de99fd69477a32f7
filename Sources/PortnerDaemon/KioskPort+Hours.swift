// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore
import PortnerSettings

extension KioskPort.Hours {
    /// The hours of the door that the building follows, or of the first one; `nil` where there is
    /// no door.
    init?(_ settings: Settings, at now: Moment) {
        let station = settings.station
        let door = station.building?.door ?? station.doors.first?.door
        guard let schedule = station.rules.first(where: { $0.door == door })?.schedule else {
            return nil
        }
        self.init(
            mode: schedule.mode(at: now.civil),
            nextChange: schedule.nextChange(after: now.civil)
        )
    }
}
