// SPDX-License-Identifier: MPL-2.0

import Dispatch
import PortnerCore
import PortnerSettings
import PortnerStore
import Roster
import ServiceLifecycle

/// Looks at the roster's file now and then, and when a technician asks for it; fetches it before
/// where it is to be fetched.
///
/// Looking at a path costs nothing and sees a file renamed into place on any file system; one that
/// is watched through the kernel would not show what another machine puts on a network drive.
struct RosterService: Service {
    let parts: Parts

    func run() async throws {
        guard let watch = parts.roster else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    repeat {
                        watch.wake()
                    } while (try? await Task.sleep(for: watch.lookInterval)) != nil
                }
                for await _ in watch.wakes {
                    await withTaskCancellationHandler {
                        await watch.fetch(parts.outlets.stores)
                        await look(watch)
                    } onCancel: {
                        watch.end()
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// Looks once, on a thread that may wait for the disk.
    private func look(_ watch: RosterWatch) async {
        let stores = parts.outlets.stores
        let ageLimits = parts.configuration.current.station.ageLimits
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                watch.look(stores, ageLimits: ageLimits)
                continuation.resume()
            }
        }
    }
}
