// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The choice of a receipt, while it is given out, and when it could not be.
extension KioskDrawing {
    func receipt(_ offer: KioskView.ReceiptOffer) -> (Stage, Work) {
        if let issuing = offer.issuing { return issued(issuing) }
        let work = Work(
            name: words.end.receipt.title,
            notes: offer.failed == nil ? trouble(offer).map { [$0] } ?? [] : [],
            tiles: tiles(of: offer),
            remark: offer.isWorking ? words.end.working : nil,
            foot: [Button(.back, .back, words.end.notYet)]
        )
        guard let failed = offer.failed else {
            return (Stage(voice: .calm, words.end.receipt), work)
        }
        return (failure(of: failed, offer), work)
    }

    private func tiles(of offer: KioskView.ReceiptOffer) -> [Button] {
        let (none, print, mail) = (words.end.noReceipt, words.end.print, words.end.mail)
        var tiles = [Button(.receipt(.none), .stop, none.title, none.lead, isMain: true)]
        if offer.prints { tiles.append(Button(.receipt(.print), .print, print.title, print.lead)) }
        if offer.mails { tiles.append(Button(.receipt(.mail), .mail, mail.title, mail.lead)) }
        return tiles
    }

    /// Nothing can be pressed while a receipt comes out.
    private func issued(_ choice: ReceiptChoice) -> (Stage, Work) {
        let phrase = choice == .mail ? words.end.mailing : words.end.printing
        return (
            Stage(voice: .calm, mark: .dots, phrase),
            Work(
                name: phrase.title,
                next: Button(nil, choice == .mail ? .mail : .print, phrase.title)
            )
        )
    }

    /// What the page says of a printer that is there and cannot print.
    private func trouble(_ offer: KioskView.ReceiptOffer) -> KioskSnapshot.Note? {
        guard let printer = offer.printer, !printer.canPrint else { return nil }
        return KioskSnapshot.Note(
            tone: .heed,
            icon: .print,
            title: printer == .noPaper ? words.end.noPaper : words.end.cannotPrint,
            text: offer.mails ? words.end.mailInstead : words.end.nothingInstead
        )
    }

    private func failure(
        of choice: ReceiptChoice,
        _ offer: KioskView.ReceiptOffer
    ) -> Stage {
        let title: String
        let lead: String
        if choice == .mail {
            title = words.end.notMailed
            lead = offer.prints ? words.end.printInstead : words.end.nothingInstead
        } else {
            title = offer.printer == .noPaper ? words.end.noPaper : words.end.notPrinted
            lead = offer.mails ? words.end.mailInstead : words.end.nothingInstead
        }
        return Stage(voice: .heed, mark: .triangle, title: title, lead: lead)
    }
}
