# SPDX-License-Identifier: MPL-2.0
# Two commands do everything on Debian with a Swift toolchain: `make run` and `make test`.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

SWIFT ?= swift
DEBUG_BIN = .build/debug
RELEASE_BIN = .build/release
# Relative relocations packed and nothing exported: 6 MiB less of the daemon stay in memory.
RELEASE_FLAGS = -c release --static-swift-stdlib --disable-index-store -Xswiftc -use-ld=lld \
	-Xlinker -z -Xlinker pack-relative-relocs -Xlinker --no-export-dynamic
HARDWARE_OUT ?= $(CURDIR)/build/hardware
SEEDS ?= 200
SIMULATED = $(if $(SEED),--seed $(SEED),$(if $(DOOR_HOURS),--door-hours $(DOOR_HOURS),\
	$(if $(TRANSACTIONS),--transactions $(TRANSACTIONS),--seeds $(SEEDS))))
CARRIER ?= cicero

BUILD_PACKAGES = pkg-config libsqlite3-dev libusb-1.0-0-dev libgpiod-dev
TEST_PACKAGES = python3 systemd udev
DEB_PACKAGES = binutils chrpath dpkg-dev

.PHONY: run test build release packages test-packages lint format units test-mock test-marks \
	test-browser test-hardware test-deb deb simulate mutate kiosk-gallery \
	bench fuzz docs clean

## run: the demonstration: a library, a door and its panel, all virtual
run: packages
	$(SWIFT) build --product portner-sim
	$(SWIFT) build --product portnerd
	$(SWIFT) build --product portner
	@$(DEBUG_BIN)/portner-sim demo --binaries $(DEBUG_BIN) --carrier $(CARRIER)

## test: everything that needs no virtual machine
test: test-packages lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	$(MAKE) docs units test-mock test-marks test-browser

## packages: the Debian packages for building; installs the missing ones
packages:
	@Tests/Support/ensure-packages.sh $(BUILD_PACKAGES)

test-packages: packages
	@Tests/Support/ensure-packages.sh $(TEST_PACKAGES)

## lint: the formatter's findings, all of them errors
lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Fuzz Benchmarks

format:
	$(SWIFT) format format --in-place --parallel --recursive Package.swift Sources Tests Fuzz Benchmarks

## units: the systemd unit verifies and its exposure is at most 1.5
units:
	@Tests/Support/check-units.sh

## docs: the documentation of every target, out of a debug build; a warning is an error
docs:
	Tests/Support/check-docs.sh

## test-mock: the real daemon on mocked USB and GPIO, in seconds
test-mock:
	Tests/HardwareTests/mock/run.sh $(DEBUG_BIN)

## test-marks: planted cards and PINs go through the real daemon, and are found nowhere afterwards
test-marks:
	Tests/HardwareTests/mock/run.sh $(DEBUG_BIN) marks

## test-browser: every state of the panel and of the kiosk in Chromium, with axe
test-browser:
	Tests/BrowserTests/run.sh --binaries $(DEBUG_BIN)

## test-hardware: the real daemon on real USB and GPIO in a virtual machine
test-hardware: release
	Tests/HardwareTests/run.sh $(HARDWARE_OUT) --binaries $(RELEASE_BIN)

release: packages
	$(SWIFT) build $(RELEASE_FLAGS) --product portnerd
	$(SWIFT) build $(RELEASE_FLAGS) --product portner
	$(SWIFT) build $(RELEASE_FLAGS) --product portner-sim

## deb: the Debian package, below build
deb: release
	@Tests/Support/ensure-packages.sh $(DEB_PACKAGES)
	packaging/build-deb.sh $(RELEASE_BIN) build

## test-deb: what the package is made of, and what installing, removing and purging leave
test-deb: deb
	@Tests/Support/ensure-packages.sh lintian systemd udev
	Tests/Support/check-package.sh build/portner_*.deb $(RELEASE_BIN)

## simulate: SEEDS worlds, or as many as DOOR_HOURS or TRANSACTIONS take; SEED=n replays one
simulate: packages
	$(SWIFT) build $(RELEASE_FLAGS) --product portner-sim
	$(RELEASE_BIN)/portner-sim simulate $(SIMULATED) $(if $(FOCUS),--focus $(FOCUS)) \
		$(if $(MINUTES),--minutes $(MINUTES))

## mutate: every comparison of the rules changed, one at a time; a test must notice
mutate:
	Tests/Mutation/run.sh

kiosk-gallery: packages
	$(SWIFT) build $(RELEASE_FLAGS) --product KioskGallery

## bench: the figures beside their floors
bench: release
	Benchmarks/run.sh

## fuzz: each parser for FUZZ_SECONDS
fuzz: packages
	Fuzz/run.sh

clean:
	rm -rf .build build
