// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore

/// All configured USB devices: finds them, opens them, and gets them back.
final class USBBus {
    /// The most devices that may be on their way to being opened.
    static let candidatesMax = 32

    /// A device that fits some settings and is not open yet.
    private struct Candidate {
        let device: USBDevice
        var attempts: OpenAttempts
    }

    private let scanners: [USBScanner]
    private var candidates: [Candidate] = []
    private var context: USBContext?
    private var watch: HotplugWatch?
    /// When to open libusb, or to look for devices that it did not tell of.
    private var rescanAt: Uptime?
    /// When to say which devices are not there from the start.
    private var missingReportAt: Uptime?

    init(_ scanners: [USBScanner], at now: Uptime) {
        self.scanners = scanners
        guard !scanners.isEmpty else { return }
        rescanAt = now
        missingReportAt = now + OpenAttempts.patience
    }

    /// When something is due, if anything is.
    func deadline(at now: Uptime) -> Uptime? {
        let devices = scanners.map(\.deadline) + candidates.map(\.attempts.next)
        // Requests to a device let libusb work, too, and it may have told of other devices then.
        let changes = watch?.hasChanges == true ? now : nil
        let own = [rescanAt, missingReportAt, changes, context?.deadline(at: now)]
        return (devices + own).compactMap(\.self).min()
    }

    /// Adds what libusb waits for.
    func addDescriptors(to set: inout PollSet) { context?.addDescriptors(to: &set) }

    /// Lets libusb work; reports are decoded here.
    func handleEvents() { context?.handleEvents() }

    /// Does what is due.
    func advance(to now: Uptime) {
        if let rescanAt, now >= rescanAt { rescan(at: now) }
        for change in watch?.take() ?? [] { note(change, at: now) }
        for scanner in scanners { tend(scanner, at: now) }
        tryCandidates(at: now)
        reportMissing(at: now)
        if context != nil { scheduleRescan(at: now) }
    }

    /// Lets go of all devices and of libusb.
    func close() {
        for scanner in scanners { scanner.cancel() }
        let deadline = MonotonicClock.now + USBScanner.drainMax
        while let context, !scanners.allSatisfy(\.isIdle), MonotonicClock.now < deadline {
            var waiting = PollSet()
            context.addDescriptors(to: &waiting)
            waiting.wait(until: deadline)
            context.handleEvents()
        }
        for scanner in scanners { scanner.close() }
        candidates.removeAll()
        watch = nil
        context = nil
    }

    // MARK: Devices that come and go

    private func note(_ change: HotplugWatch.Change, at now: Uptime) {
        switch change {
        case .arrived(let device):
            add(Candidate(device: device, attempts: OpenAttempts(at: now)))
        case .left(let address):
            scanners.first { $0.device?.facts.address == address }?.unplugged()
            let gone = candidates.filter { $0.device.facts.address == address }
            candidates.removeAll { $0.device.facts.address == address }
            for candidate in gone { reportLoss(of: candidate) }
        }
    }

    private func add(_ candidate: Candidate) {
        let isWanted = scanners.contains {
            $0.identity.match(candidate.device.facts) != .different
        }
        guard isWanted, candidates.count < Self.candidatesMax else { return }
        candidates.append(candidate)
    }

    /// A device that was to be opened, perhaps not for the first time, is gone.
    private func reportLoss(of candidate: Candidate) {
        for scanner in scanners where scanner.device == nil {
            if scanner.identity.match(candidate.device.facts) != .different { scanner.reportLoss() }
        }
    }

    private func tend(_ scanner: USBScanner, at now: Uptime) {
        guard let device = scanner.device else { return }
        switch scanner.advance(to: now) {
        case nil:
            break
        case .reopen:
            add(Candidate(device: device, attempts: OpenAttempts(at: now)))
        case .failed(let error):
            scanner.report(error)
            guard error.code != .disconnected else { return }
            var attempts = OpenAttempts(at: now)
            _ = attempts.failed(error, at: now)
            add(Candidate(device: device, attempts: attempts))
        }
    }

    // MARK: Opening

    private func tryCandidates(at now: Uptime) {
        var kept: [Candidate] = []
        for var candidate in candidates {
            if let next = candidate.attempts.next, now < next {
                kept.append(candidate)
            } else if tryOnce(&candidate, at: now) == .again {
                kept.append(candidate)
            }
        }
        candidates = kept
    }

    private enum Attempt {
        case done
        case again
    }

    private func tryOnce(_ candidate: inout Candidate, at now: Uptime) -> Attempt {
        let facts = candidate.device.facts
        let fitting = scanners.filter { $0.identity.match(facts) != .different }
        let vacant = fitting.filter { $0.device == nil }
        guard let first = vacant.first else {
            // The device was plugged in anew before the old session has ended.
            if fitting.contains(where: \.isAiling) {
                _ = candidate.attempts.failed(ScannerError(.busy), at: now)
                return .again
            }
            fitting.first { $0.identity.match(facts) == .same }?.reject(facts)
            return .done
        }
        var scanner = first
        do throws(ScannerError) {
            let handle = try USBHandle(opening: candidate.device)
            guard let chosen = try Self.choose(among: vacant, for: handle) else { return .done }
            scanner = chosen
            try scanner.begin(with: handle)
            return .done
        } catch {
            guard error.code != .disconnected else {
                reportLoss(of: candidate)
                return .done
            }
            if candidate.attempts.failed(error, at: now) { scanner.report(error) }
            return .again
        }
    }

    /// The first settings that fit, asking the device for its serial number only where it counts.
    private static func choose(
        among scanners: [USBScanner],
        for handle: USBHandle
    ) throws(ScannerError) -> USBScanner? {
        var serial: String?
        for scanner in scanners {
            switch scanner.identity.match(handle.device.facts) {
            case .different: continue
            case .same: return scanner
            case .sameIfSerial(let wanted):
                if serial == nil { serial = try handle.serialNumber() }
                if serial == wanted { return scanner }
            }
        }
        return nil
    }

    // MARK: Looking again

    private func reportMissing(at now: Uptime) {
        guard let due = missingReportAt, now >= due else { return }
        missingReportAt = nil
        for scanner in scanners where scanner.device == nil {
            let isOnItsWay = candidates.contains {
                scanner.identity.match($0.device.facts) != .different
            }
            if !isOnItsWay { scanner.report(ScannerError(.notFound)) }
        }
    }

    /// Plans the next look while a device is missing; otherwise nothing wakes up.
    private func scheduleRescan(at now: Uptime) {
        guard scanners.contains(where: { $0.device == nil }) else {
            rescanAt = nil
            return
        }
        if rescanAt == nil { rescanAt = now + OpenAttempts.rescanPause }
    }

    /// Opens libusb, or opens it anew when there is a device that it has not told of, as happens
    /// where udev's daemon does not run.
    private func rescan(at now: Uptime) {
        rescanAt = nil
        do throws(ScannerError) {
            if let context {
                guard isBlind(context, comparedWith: try USBContext()) else { return }
                close()
            }
            let context = try USBContext()
            watch = try HotplugWatch(context)
            self.context = context
        } catch {
            for scanner in scanners where scanner.device == nil { scanner.report(error) }
            rescanAt = now + OpenAttempts.rescanPause
        }
    }

    private func isBlind(_ context: USBContext, comparedWith fresh: USBContext) -> Bool {
        let known = Set(context.devices.map(\.facts.address))
        let vacant = scanners.filter { $0.device == nil }
        return fresh.devices.contains { device in
            !known.contains(device.facts.address)
                && vacant.contains { $0.identity.match(device.facts) != .different }
        }
    }
}
