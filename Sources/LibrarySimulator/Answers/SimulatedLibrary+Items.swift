// SPDX-License-Identifier: MPL-2.0

import SIP2

/// Answers about items, returns among them.
extension SimulatedLibrary {
    mutating func answer(_ request: CheckinRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        let barcode = request.itemIdentifier
        do throws(Library.Refusal) {
            if request.cancels == true {
                let item = try library.cancelReturn(barcode)
                return checkedIn(item, resensitizes: false, at: time).message
            }
            let returned = try library.takeBack(
                barcode,
                at: request.currentLocation,
                on: min(request.returnDate?.day ?? time.day, time.day),
                owner: request.ownerISIL
            )
            return answer(returned, at: time)
        } catch {
            var answer =
                library.item(barcode).map { checkedIn($0, resensitizes: true, at: time) }
                ?? CheckinResponse(
                    isAccepted: false,
                    resensitizes: false,
                    transactionDate: time,
                    institutionID: Self.institution,
                    itemIdentifier: barcode
                )
            answer.isAccepted = false
            answer.screenMessages = [words(error)]
            return answer.message
        }
    }

    private func answer(_ returned: Library.Return, at time: Timestamp) -> Message {
        let title = library.title(of: returned.item)
        var answer = checkedIn(returned.item, resensitizes: true, at: time)
        answer.sortBin = returned.sortBin(title.kind)
        answer.patron = returned.patron.map { patron in
            PatronIdentifier(manner == .cicero ? "LN:\(patron.number)" : patron.card)
        }
        switch returned.destination {
        case .shelf: break
        case .holdShelf:
            answer.alerts = true
            answer.alertType = .holdHere
            answer.screenMessages = [manner == .cicero ? "Reserveret" : "On hold"]
        case .branch(let branch, let hold):
            answer.alerts = true
            answer.destination = branch.id
            answer.alertType = hold == nil ? .transfer : .holdElsewhere
            answer.screenMessages = [
                manner == .cicero ? "Sendes til \(branch.name)" : "Send to \(branch.name)"
            ]
        case .owner(let owner):
            answer.alerts = true
            answer.destination = owner
            answer.alertType = .interlibraryLoan
            answer.screenMessages = [
                manner == .cicero ? "Sendes til \(owner)" : "Send to \(owner)"
            ]
        }
        // No recorded answer of Cicero has these extensions.
        if manner == .cicero {
            answer.alertType = nil
            answer.destination = nil
        }
        return answer.message
    }

    private func checkedIn(
        _ item: Library.Item,
        resensitizes: Bool,
        at time: Timestamp
    ) -> CheckinResponse {
        let title = library.title(of: item)
        var answer = CheckinResponse(
            isAccepted: true,
            resensitizes: resensitizes,
            transactionDate: time,
            institutionID: Self.institution,
            itemIdentifier: item.barcode,
            permanentLocation: placement(of: item),
            titleIdentifier: identifier(of: title)
        )
        answer.itemProperties = properties(of: title)
        if manner == .strict { answer.mediaType = title.kind.mediaType }
        return answer
    }

    /// Where a copy belongs: at Cicero divided, elsewhere the branch alone.
    private func placement(of item: Library.Item) -> BranchPlacement? {
        let name = library.branch(item.branch)?.name ?? item.branch
        guard manner == .cicero else { return BranchPlacement(name) }
        return BranchPlacement(branch: name, department: item.department)
    }

    // MARK: Information

    func answer(_ request: ItemInformationRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        guard let item = library.item(request.itemIdentifier) else {
            var answer = ItemInformationResponse(
                circulationStatus: .other,
                transactionDate: time,
                itemIdentifier: request.itemIdentifier,
                titleIdentifier: ""
            )
            answer.screenMessages = [words(.unknownItem)]
            return answer.message
        }
        let title = library.title(of: item)
        var answer = ItemInformationResponse(
            circulationStatus: circulationStatus(of: item),
            securityMarker: .none,
            transactionDate: time,
            itemIdentifier: item.barcode,
            titleIdentifier: identifier(of: title)
        )
        answer.holdQueueLength = library.queueLength(item.record)
        answer.dueDate = library.loan(of: item.barcode).map { dueText($0.due) }
        answer.owner = item.owner
        answer.permanentLocation = placement(of: item)
        answer.mediaType = title.kind.mediaType
        answer.itemProperties = properties(of: title) ?? item.note.map { ItemProperties($0) }
        if case .ready(_, _, let until) = library.hold(tiedTo: item)?.state {
            answer.holdPickupDate = dueText(until)
        }
        return answer.message
    }

    private func circulationStatus(of item: Library.Item) -> CirculationStatus {
        switch item.place {
        case .shelf: item.isForLoan ? .available : .other
        case .lent: .charged
        case .holdShelf: .waitingOnHoldShelf
        case .inTransit: .inTransit
        case .missing: .missing
        }
    }

    mutating func answer(
        _ request: ItemStatusUpdateRequest?,
        at time: Timestamp
    ) -> Message? {
        guard let request else { return nil }
        let item = library.item(request.itemIdentifier)
        library.note(request.itemProperties.text, on: request.itemIdentifier)
        var answer = ItemStatusUpdateResponse(
            isAccepted: item != nil,
            transactionDate: time,
            itemIdentifier: request.itemIdentifier
        )
        answer.titleIdentifier = item.map { identifier(of: library.title(of: $0)) }
        answer.itemProperties = item == nil ? nil : request.itemProperties
        answer.screenMessages = item == nil ? [words(.unknownItem)] : []
        return answer.message
    }
}
