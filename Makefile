# A thin front for what ./rateshelf, Maven and pytest do. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long format bench build clean java maven python

venv := .venv/bin
missing = { echo "rateshelf: $(1)" >&2; echo "  fix: $(2)" >&2; exit 2; }

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile

demo: ## builds when needed, computes the embedded market and prints what it found
	./rateshelf demo

test: maven .venv/ready ## all checks: format, Java tests, outside readers, spark-submit, the notebook
	mvn -B verify
	$(venv)/python -m pytest tests

test-long: maven .venv/ready ## what takes too long for every change: runs killed everywhere, bad disks, random markets and schedules, damaged files, ten million contracts
	mvn -B -pl jobs test -Dtest=KilledIT,BadFilesIT,StatesIT,DoctorIT,BadDiskIT,HoldersStayInsideIT,LogIT,ReleaseIT,AustralianDaysIT -Drateshelf.long=true
	mvn -B -pl jobs test -Dtest=TruthIT,FuzzIT -Drateshelf.markets=1000 -Drateshelf.fuzz=100000
	mvn -B -pl jobs test -Dtest=SecondEngineIT,ScheduleIT -Drateshelf.markets=20 -Drateshelf.schedules=20
	RATESHELF_LONG=yes $(venv)/python -m pytest tests/test_memory.py

format: maven ## rewrites the Java sources in google-java-format
	mvn -q -B spotless:apply

bench: build .venv/ready ## what a run costs beside DuckDB and beside the build before, as ratios; ROWS="season night" for some
	$(venv)/python tests/bench.py $(ROWS)

build: maven ## the jar, its libraries and the archive for fast starts, without tests
	rm -f jobs/target/rateshelf.jar
	./rateshelf --version

clean: ## the build and the Python environment; lakes stay
	rm -rf target jobs/target .venv

java:
	@$${JAVA_HOME:+"$$JAVA_HOME/bin/"}javac -version 2>&1 | grep -qE 'javac (1[7-9]|[2-9][0-9])' || \
	  $(call missing,no JDK 17 or later.,install one (Debian: apt install openjdk-17-jdk) and put it on PATH or name it in JAVA_HOME.)

maven: java
	@command -v mvn > /dev/null || \
	  $(call missing,Maven is missing.,install Maven 3.8 or later (Debian: apt install maven).)

python:
	@python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || \
	  $(call missing,no Python 3.11 or later with venv.,install it (Debian: apt install python3 python3-venv).)

.venv/ready: tests/requirements.txt | python
	rm -rf .venv
	python3 -m venv .venv
	$(venv)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@
