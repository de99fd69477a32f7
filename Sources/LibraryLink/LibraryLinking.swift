// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
public import ServiceLifecycle

/// What every link to a library system does, whichever way it goes.
///
/// Replies and answers come through the link's ``LibraryLinkPort``, exactly one for each in its
/// time. After the word that there is no reply a late one may follow.
public protocol LibraryLinking: Service {
    /// Asks about a card at a door.
    func ask(_ question: LibraryQuestion)

    /// Asks about a patron who is not here, if nobody else has to be asked about now.
    func ask(_ inquiry: PatronInquiry)

    /// Requests something.
    ///
    /// A request with the name of one that is under way is the same request: it is not sent again,
    /// and one answer comes for both.
    func send(_ request: LibraryRequest)
}

extension LibraryLink: LibraryLinking {}
extension FBSLink: LibraryLinking {}
