// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import RFIDTags

extension FuzzTarget {
    /// Memories of tags.
    static let tagMemory = FuzzTarget(
        name: "tag-memory",
        seeds: TagStory.blocks,
        check: TagStory.memory
    )

    /// What happens to the tags of an item while their security is changed.
    static let tagSecurity = FuzzTarget(
        name: "tag-security",
        seeds: [[0, 0, 3, 2, 3, 2, 3], [1, 0, 1, 2, 5, 6, 7], [2, 4, 4, 9, 9, 9]],
        check: TagStory.security
    )
}

private enum TagStory {
    static let blocks: [[UInt8]] = ["1000000056", "LP-1", "1234567890123456"].compactMap { text in
        ItemNumber(text).flatMap {
            TagMemory.block(TagContent(item: $0, owner: OwnerLibrary("DK-718500")))
        }
    }

    static func memory(_ input: [UInt8]) {
        switch TagMemory.read(input) {
        case .item(let content):
            isFit(content)
            guard let block = TagMemory.block(content) else { return }
            require(TagMemory.read(block) == .item(content), "what was read is written the same")
        case .damaged(let content): isFit(content)
        case .blank: require(Set(input.prefix(32)).isSubset(of: [0, 0xFF]), "blank is blank")
        case .patronCard, .foreign: break
        }
        for length in 1...8 {
            let turned = TagMemory.turned(input, blockLength: length)
            require(TagMemory.turned(turned, blockLength: length) == input, "twice turned is not")
        }
    }

    private static func isFit(_ content: TagContent) {
        let number = content.item.secret.utf8
        require((1...TagContent.itemLengthMax).contains(number.count), "a number is limited")
        require(content.part.number <= content.part.count, "a part is one of its set")
        require(content.usage != .patronCard, "a card is no item")
    }

    static func security(_ input: [UInt8]) {
        var choices = Choices(input)
        let tags = (0..<1 + choices.byte() % 3).compactMap { TagID([0, 0, 0, 0, 0, 0, 0, $0]) }
        let wanted = choices.element(of: GateSecurity.allCases)
        var machine = TagSecurity(to: wanted, of: Set(tags))
        var now = Uptime(.zero)
        var isAnswered = false
        var lastRead: [TagID: UInt8] = [:]
        var ends = 0
        while !choices.isEmpty {
            let tag = choices.element(of: tags)
            now = now + .milliseconds(Int(choices.byte()) * 10)
            let isEnding = choices.byte() == 0xFF
            var actions = machine.advance(to: now)
            switch choices.byte() % 8 {
            case 0:
                actions += machine.answered(
                    choices.element(of: TagSecurity.Answer.allCases),
                    at: now
                )
                isAnswered = true
            case 1: actions += machine.left(tag, at: now)
            case 2: actions += machine.arrived(tag, at: now)
            case 3: actions += machine.wrote(tag, succeeded: choices.flag(), at: now)
            case 4: actions += machine.read(tag, afi: nil, at: now)
            case let choice:
                let afi: UInt8 = choice == 5 ? 0x07 : choice == 6 ? 0xC2 : choices.byte()
                if [.reading, .verifying].contains(machine.phase(of: tag)) { lastRead[tag] = afi }
                actions += machine.read(tag, afi: afi, at: now)
            }
            if isEnding { actions += machine.sessionEnded(at: now) }
            for action in actions {
                switch action {
                case .write, .read: require(isAnswered, "nothing is touched before the answer")
                case .askBack: break
                case .finish(let outcome):
                    ends += 1
                    guard case .verified(let security) = outcome else { continue }
                    require(
                        tags.allSatisfy { lastRead[$0] == security.afi },
                        "verified is what was read"
                    )
                    require(security == machine.wanted, "verified is what was wanted")
                }
            }
        }
        for _ in 0..<2 where !machine.sessionEnded(at: now).isEmpty { ends += 1 }
        require(ends == 1, "it ends once")
        require(machine.nextDeadline == nil, "nothing is waited for after the end")
    }
}
