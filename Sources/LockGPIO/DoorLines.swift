// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The GPIO lines of one door, found by the chip's label and the lines' names, never by number.
///
/// Numbers change with the kernel and with the order in which chips appear; labels and names come
/// from the hardware's description. `gpioinfo` lists both.
public struct DoorLines: Sendable, Hashable {
    /// The longest time a lock may stay released in one go, when the door says nothing else.
    public static let releaseMaxDefault = Duration.seconds(60)
    /// The most doors one driver takes.
    public static let doorsMax = 16
    /// How long the impulse to a motor lock lasts when the door says nothing else.
    public static let impulseDefault = Duration.seconds(1)

    /// The door.
    public var door: DoorName
    /// The label of the chip that has the lines, such as `pinctrl-bcm2711`.
    public var chip: String
    /// The output that drives the lock.
    public var lock: OutputLine
    /// How the lock uses power.
    public var kind: LockKind
    /// The door contact; active means that the door is open.
    public var contact: InputLine?
    /// The exit request; active means that someone asks to leave.
    public var exit: InputLine?
    /// The fire panel's relay; active means alarm.
    public var fire: InputLine?
    /// The cabinet's tamper switch; active means that it has been opened.
    public var tamper: InputLine?
    /// The lock's bolt or bond sense; active means that the bolt is thrown or the magnet holds.
    public var bolt: InputLine?
    /// The feedback of the lock's output; active means that it is energised.
    public var relay: InputLine?
    /// The intruder alarm's output; active means that the alarm is armed.
    public var alarm: InputLine?
    /// How long an impulse to a motor lock lasts; other kinds have none.
    public var impulse: Duration
    /// The longest time the lock may stay released in one go.
    ///
    /// The driver secures the lock when it has passed, also if nobody tells it to.
    public var releaseMax: Duration

    /// The lines of a door that has a lock and perhaps inputs.
    public init(
        door: DoorName,
        chip: String,
        lock: OutputLine,
        kind: LockKind,
        contact: InputLine? = nil,
        exit: InputLine? = nil,
        fire: InputLine? = nil,
        tamper: InputLine? = nil,
        bolt: InputLine? = nil,
        relay: InputLine? = nil,
        alarm: InputLine? = nil,
        impulse: Duration = DoorLines.impulseDefault,
        releaseMax: Duration = DoorLines.releaseMaxDefault
    ) {
        self.door = door
        self.chip = chip
        self.lock = lock
        self.kind = kind
        self.contact = contact
        self.exit = exit
        self.fire = fire
        self.tamper = tamper
        self.bolt = bolt
        self.relay = relay
        self.alarm = alarm
        self.impulse = impulse
        self.releaseMax = releaseMax
    }

    /// The inputs that the door has, with what each is for.
    var inputs: [(role: LineRole, line: InputLine)] {
        [
            (LineRole.contact, contact), (.exit, exit), (.fire, fire), (.tamper, tamper),
            (.bolt, bolt), (.relay, relay), (.alarm, alarm),
        ].compactMap { role, line in line.map { (role, $0) } }
    }

    /// How the lock is left when nobody drives it any more: secured, but released in a fire.
    ///
    /// A motor lock is left alone: an impulse that never ended would not unlock it again.
    func isReleasedAtRest(isFire: Bool) -> Bool { isFire && !kind.isImpulse }
}

/// An output of the building on a GPIO line: light, sign, the arming of the alarm.
public struct SwitchLine: Sendable, Hashable {
    /// The most switches one driver takes.
    public static let switchesMax = 16

    /// The output's name.
    public var name: OutputName
    /// The label of the chip that has the line.
    public var chip: String
    /// The line.
    public var line: OutputLine

    /// An output on a line.
    public init(name: OutputName, chip: String, line: OutputLine) {
        self.name = name
        self.chip = chip
        self.line = line
    }
}

/// A line that is driven.
public struct OutputLine: Sendable, Hashable {
    /// The line's name on its chip.
    public var name: String
    /// Whether a low level energises the lock.
    ///
    /// Boards with active-low relays click while the machine starts, when pins float or are high;
    /// prefer active-high boards, or a resistor that pulls to the inactive level.
    public var isActiveLow: Bool

    /// A line by name.
    public init(name: String, isActiveLow: Bool = false) {
        self.name = name
        self.isActiveLow = isActiveLow
    }
}

/// A line that is watched.
///
/// Wire alarm inputs normally closed to ground with a pull-up: a cut wire then reads as active.
public struct InputLine: Sendable, Hashable {
    /// How long a level must hold by default before it counts.
    public static let debounceDefault = Duration.milliseconds(30)

    /// The line's name on its chip.
    public var name: String
    /// Whether a low level means active.
    public var isActiveLow: Bool
    /// The pull resistor to ask the chip for.
    public var bias: LineBias
    /// How long a level must hold before it counts; switches bounce for 20 to 50 ms.
    public var debounce: Duration

    /// A line by name.
    public init(
        name: String,
        isActiveLow: Bool = false,
        bias: LineBias = .asIs,
        debounce: Duration = InputLine.debounceDefault
    ) {
        self.name = name
        self.isActiveLow = isActiveLow
        self.bias = bias
        self.debounce = debounce
    }
}

/// The pull resistor of an input.
public enum LineBias: String, Sendable, Hashable, CaseIterable {
    /// As the system has set it.
    case asIs = "as-is"
    /// None.
    case disabled
    /// Towards the supply.
    case pullUp = "pull-up"
    /// Towards ground.
    case pullDown = "pull-down"
}

/// What a line of a door is for.
public enum LineRole: String, Sendable, Hashable, CaseIterable {
    /// The output to the lock.
    case lock
    /// The door contact.
    case contact
    /// The exit request.
    case exit
    /// The fire panel's relay.
    case fire
    /// The tamper switch.
    case tamper
    /// The lock's bolt or bond sense.
    case bolt
    /// The feedback of the lock's output.
    case relay
    /// The intruder alarm's output.
    case alarm
    /// An output that follows the hours.
    case output
}
