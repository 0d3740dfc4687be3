# SafeBell: what people type. `make run` and `make test` install what is missing.
SHELL := /bin/bash
SWIFT ?= swift
JOBS ?= 2
PACKAGES := libsqlite3-dev libcrypt-dev libssl-dev
# Encryption and sealed history through the system's OpenSSL; a plain `swift build` is complete but for them.
TRAITS := --traits Crypto
# A real dialler that nobody here wrote, for the tests that can have it.
DIALLER := .build/dialler

.PHONY: run screens test test-plain test-release bench torture build deps clean format tsan asan fuzz fuzz-build \
  fuzz-keep

deps:
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; \
	  sudo=$$( [ $$(id -u) = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing; fi

build: deps
	$(SWIFT) build -c release $(TRAITS) -j $(JOBS)

# The centre at work: the demo configuration, a simulated town, operators who answer. Ctrl-C ends it.
run: build
	@bash Simulator/run-demo.sh

# Every test.
test: deps $(DIALLER)/done test-plain test-release
	$(SWIFT) build --build-tests $(TRAITS) -j $(JOBS)
	$(SWIFT) test --skip-build $(TRAITS) --disable-swift-testing

# What is different without encryption: compiles whole, and the tests of the protocols pass.
test-plain: deps
	$(SWIFT) build --build-tests --scratch-path .build/plain -j $(JOBS)
	$(SWIFT) test --skip-build --scratch-path .build/plain --disable-swift-testing \
	  --filter 'WireTests|SettingsTests|StoreTests|Dialler'

# What ships is what was tested: an optimiser once answered otherwise than every debug build. Conversations,
# crashes and diallers with the release programs.
test-release: build
	$(SWIFT) build --build-tests $(TRAITS) -j $(JOBS)
	SAFEBELL_PROGRAMS=$(CURDIR)/.build/release $(SWIFT) test --skip-build $(TRAITS) --disable-swift-testing \
	  --filter 'ConversationTests|CrashTests|Dialler|SafebellCommandTests'
	.build/release/Simulator seeds '0..<1000'

# Where Python or its packages cannot be had, the tests that want them say that they did not run.
$(DIALLER)/done:
	@mkdir -p $(DIALLER); \
	if python3 -m venv $(DIALLER) >/dev/null 2>&1 \
	  && $(DIALLER)/bin/pip install -q my-dc09-spt==0.2.2 pysiaalarm pycryptodome pytz >/dev/null 2>&1; \
	then touch $@; else echo "no real dialler here: its tests will say that they did not run"; fi

# What an operator sees inside tmux, step by step, as text: docs/screens, written by the tests that play whole calls.
screens: PACKAGES += tmux
screens: build
	@mkdir -p docs/screens
	$(SWIFT) build --build-tests $(TRAITS) -j $(JOBS)
	SAFEBELL_SCREENS=$(CURDIR)/docs/screens $(SWIFT) test --skip-build $(TRAITS) --disable-swift-testing \
	  --filter 'ScreenTests'

# Every suite, and the daemon the tests start, under a sanitizer; a planted fault must be reported first.
# SUITES="StoreTests SocketsTests" for some of it. Tests/Sanitizers/run.sh says why which build.
tsan: deps
	JOBS=$(JOBS) bash Tests/Sanitizers/run.sh thread

asan: deps
	JOBS=$(JOBS) bash Tests/Sanitizers/run.sh address

# Random bytes guided by coverage, RUNS of them at each TARGET; every one with SANITIZE=address, or
# SANITIZE=plain for counts: no address sanitizer, no tracing of compared values. What was worth keeping
# stands in .build/fuzz/corpus/, what found something in .build/fuzz/findings/.
TARGET ?= device console dc09 reply config
RUNS ?= 1000000
FUZZ_SECONDS ?= 0
SANITIZE ?= address
FUZZ_BUILD := .build/fuzz$(if $(filter plain,$(SANITIZE)),-plain)
FUZZ_FOLDER := .build/fuzz/corpus
fuzz: fuzz-build
	@mkdir -p .build/fuzz/findings; \
	for target in $(TARGET); do \
	  export FUZZ_TARGET=$$target SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0; \
	  mkdir -p $(FUZZ_FOLDER)/$$target Tests/Fuzz/corpus/$$target; \
	  $(FUZZ_BUILD)/release/Fuzz --prepare $(FUZZ_FOLDER)/$$target || exit 1; \
	  if [ $$target = dc09 ]; then python3 Tests/Fuzz/seeds.py Tests/Vectors/dc09.json $(FUZZ_FOLDER)/dc09 \
	    || echo "no known frames: starting from nothing"; fi; \
	  $(FUZZ_BUILD)/release/Fuzz -runs=$(RUNS) -max_total_time=$(FUZZ_SECONDS) -max_len=4200 -timeout=20 \
	    -dict=$(FUZZ_FOLDER)/$$target.dict -artifact_prefix=.build/fuzz/findings/$$target- \
	    -print_final_stats=1 $(FUZZ_FOLDER)/$$target Tests/Fuzz/corpus/$$target || exit 1; \
	done

fuzz-build: deps
	FUZZ=$(SANITIZE) $(SWIFT) build -c release $(TRAITS) -j $(JOBS) --product Fuzz --scratch-path $(FUZZ_BUILD)

# Of what `make fuzz` kept, the small part that reaches as far; it is shown again by `make test`.
fuzz-keep:
	@for target in $(TARGET); do bash Tests/Fuzz/keep.sh $(FUZZ_BUILD)/release/Fuzz $$target \
	  $(FUZZ_FOLDER)/$$target Tests/Fuzz/corpus/$$target || exit 1; done

# Figures beside the peers that are installed; a table, and a JSON line per figure.
bench: build
	@bash Simulator/bench.sh

# Everything that can break, broken on purpose; one table at the end. BUDGET=10m for a short one,
# ONLY=kill,cut for some of it. A missing tool is installed where that is possible, else said.
BUDGET ?= 1h
ONLY ?=
TORTURE_PACKAGES := strace xfsprogs e2fsprogs faketime iproute2 nftables util-linux
torture: build
	$(MAKE) fuzz-build SANITIZE=plain
	$(SWIFT) build $(TRAITS) -j $(JOBS) --product safebelld
	@missing=""; for p in $(TORTURE_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ] && [ $$(id -u) = 0 ]; then echo "installing$$missing"; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing || true; fi
	@SAFEBELL_FUZZ=$(CURDIR)/.build/fuzz-plain/release/Fuzz .build/release/Torture --budget $(BUDGET) $(if $(ONLY),--only $(ONLY))

format:
	$(SWIFT) format -i -r Sources Simulator Tests

clean:
	rm -rf .build run
