# SafeBell: what people type. `make run` and `make test` install what is missing.
SHELL := /bin/bash
SWIFT ?= swift
JOBS ?= 2
PACKAGES := libsqlite3-dev libcrypt-dev

.PHONY: run test bench build deps clean format tsan

deps:
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; \
	  sudo=$$( [ $$(id -u) = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing; fi

build: deps
	$(SWIFT) build -c release -j $(JOBS)

# The centre at work: the demo configuration, a simulated town, operators who answer. Ctrl-C ends it.
run: build
	@bash Simulator/run-demo.sh

# Every test.
test: deps
	$(SWIFT) build --build-tests -j $(JOBS)
	$(SWIFT) test --skip-build --disable-swift-testing

# The lock-free queue and the socket workers under ThreadSanitizer, in release: a debug build does
# not see a wrong memory ordering.
tsan: deps
	$(SWIFT) test -c release --sanitize=thread -Xswiftc -enable-testing -j $(JOBS) \
	  --scratch-path .build/tsan --filter 'IntakeTests|SocketsTests'

# Figures beside the peers that are installed; a table, and a JSON line per figure.
bench: build
	@bash Simulator/bench.sh

format:
	$(SWIFT) format -i -r Sources Simulator Tests

clean:
	rm -rf .build run
