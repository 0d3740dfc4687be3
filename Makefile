# SafeBell: what people type. `make run` and `make test` install what is missing.
SHELL := /bin/bash
SWIFT ?= swift
JOBS ?= 2
PACKAGES := libsqlite3-dev libcrypt-dev libssl-dev
# Encryption through the system's OpenSSL; a plain `swift build` is complete but for it.
TRAITS := --traits Crypto
# A real dialler that nobody here wrote, for the tests that can have it.
DIALLER := .build/dialler

.PHONY: run test test-plain test-release bench torture build deps clean format tsan fuzz

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
	  --filter 'WireTests|SettingsTests|Dialler'

# What ships is what was tested: an optimiser once answered otherwise than every debug build. Conversations,
# crashes and diallers with the release programs.
test-release: build
	$(SWIFT) build --build-tests $(TRAITS) -j $(JOBS)
	SAFEBELL_PROGRAMS=$(CURDIR)/.build/release $(SWIFT) test --skip-build $(TRAITS) --disable-swift-testing \
	  --filter 'ConversationTests|CrashTests|Dialler|SafebellCommandTests'

# Where Python or its packages cannot be had, the tests that want them say that they did not run.
$(DIALLER)/done:
	@mkdir -p $(DIALLER); \
	if python3 -m venv $(DIALLER) >/dev/null 2>&1 \
	  && $(DIALLER)/bin/pip install -q my-dc09-spt==0.2.2 pysiaalarm pycryptodome pytz >/dev/null 2>&1; \
	then touch $@; else echo "no real dialler here: its tests will say that they did not run"; fi

# The lock-free queue and the socket workers under ThreadSanitizer, in release: a debug build does
# not see a wrong memory ordering.
tsan: deps
	$(SWIFT) test -c release $(TRAITS) --sanitize=thread -Xswiftc -enable-testing -j $(JOBS) \
	  --scratch-path .build/tsan --filter 'IntakeTests|SocketsTests'

# Random bytes at the DC-09 port's rooms, guided by coverage. RUNS=1000000 for a short one; the known
# frames of Tests/Vectors are where it starts, findings stand in .build/fuzz/.
RUNS ?= 100000000
fuzz: deps
	FUZZ=1 $(SWIFT) build -c release $(TRAITS) -j $(JOBS) --product Fuzz --scratch-path .build/fuzz
	@mkdir -p .build/fuzz/corpus
	@python3 Tests/Fuzz/seeds.py Tests/Vectors/dc09.json .build/fuzz/corpus || echo "no seeds: starting from nothing"
	ASAN_OPTIONS=detect_leaks=0 .build/fuzz/release/Fuzz -runs=$(RUNS) -max_len=5000 \
	  -artifact_prefix=.build/fuzz/ -print_final_stats=1 .build/fuzz/corpus

# Figures beside the peers that are installed; a table, and a JSON line per figure.
bench: build
	@bash Simulator/bench.sh

# Everything that can break, broken on purpose; one table at the end. BUDGET=10m for a short one,
# ONLY=kill,cut for some of it. A missing tool is installed where that is possible, else said.
BUDGET ?= 1h
ONLY ?=
TORTURE_PACKAGES := strace xfsprogs e2fsprogs faketime iproute2 nftables util-linux
torture: build
	@missing=""; for p in $(TORTURE_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ] && [ $$(id -u) = 0 ]; then echo "installing$$missing"; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing || true; fi
	@.build/release/Torture --budget $(BUDGET) $(if $(ONLY),--only $(ONLY))

format:
	$(SWIFT) format -i -r Sources Simulator Tests

clean:
	rm -rf .build run
