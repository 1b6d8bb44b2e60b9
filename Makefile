# `make` alone says what there is. All that is installed goes into the folder .venv: delete it and nothing is left.

VENV ?= .venv
CONSTRAINTS ?= constraints.txt
PYTHON ?=
LAB_ARGS ?=
CHAPTER ?= 04
PYODIDE ?=

ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python.exe
else
PY := $(VENV)/bin/python
endif
PIP := "$(PY)" -m pip install --quiet --no-compile

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export JUPYTER_PREFER_ENV_PATH := 1
unexport PYTHONDONTWRITEBYTECODE  # else each kernel, box and worker compiles all that it imports

.PHONY: help lab test lint unit chapters exercises outputs book slides lite page sitetest grade grade-attack handout wheel bench \
	browserbench constraints clean FORCE
.DEFAULT_GOAL := help

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

lab: $(VENV)/lab ## install what is needed (once) and open the course in JupyterLab
	@echo "JupyterLab starts, for this computer only. Ctrl-C stops it."
	@MSYS_NO_PATHCONV=1 "$(PY)" -m jupyterlab $(LAB_FLAGS) $(LAB_ARGS)

# The file browser shows the whole course; nothing is fetched from the network and no news is offered (tools/lab holds that
# setting); root, in a container, is let in; where there is no screen, the address is printed and no text browser takes over.
LAB_FLAGS = --ip=127.0.0.1 --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/00_map.ipynb --log-level=WARN \
	--LabApp.app_settings_dir=tools/lab --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	$(shell test "$$(id -u)" = 0 && echo --allow-root) \
	$(shell test "$$(uname)" = Linux && test -z "$$DISPLAY$$WAYLAND_DISPLAY$$BROWSER" && echo --no-browser)

test: lint unit chapters ## check everything: style, unit and property tests, doctests, every notebook

lint: $(VENV)/test ## ruff
	@"$(PY)" -m ruff check .

unit: $(VENV)/test ## unit and property tests, doctests
	@"$(PY)" -m pytest -n auto --maxprocesses 4 --dist loadgroup -p no:nbval

chapters: $(VENV)/test ## run every notebook from top to bottom and compare its check cells
	@"$(PY)" -m pytest -n auto --maxprocesses 4 --dist loadscope -W default \
		--nbval-lax --nbval-current-env --nbval-cell-timeout 60 notebooks

exercises: $(VENV)/test ## make exercises/ from solutions/
	@"$(PY)" tools/exercises.py

book: $(VENV)/book ## the course as a site that needs no kernel and no network: build/site/index.html
	@PYTHONPATH=tools "$(PY)" -m book.pages && echo "Open build/site/index.html."

slides: $(VENV)/book ## the chapters as slides: build/site/slides/04.html and so on
	@PYTHONPATH=tools "$(PY)" -m book.slides && echo "Open build/site/slides/04.html."

lite: $(VENV)/lite ## the course with Python in the browser: build/site/lite; PYODIDE=folder where there is no network
	@PYTHONPATH=tools PYODIDE="$(PYODIDE)" "$(PY)" -m book.lite && \
		echo "Run: $(PY) -m http.server --directory build/site; open http://localhost:8000/lite."

page: $(VENV)/book ## one chapter as one HTML file: CHAPTER=04 becomes build/04.html
	@PYTHONPATH=tools "$(PY)" -m book.alone "$(CHAPTER)" "build/$(CHAPTER).html" && echo "Open build/$(CHAPTER).html."

sitetest: $(VENV)/test book slides ## build the site and open every page and slide in Chromium
	@"$(PY)" -m pytest -m site -n 2 --dist loadgroup tests/pages

SUBMISSIONS ?= submissions
JOBS ?= 1
SCHEDULER ?=
grade: $(VENV)/grade ## grade SUBMISSIONS=folder; the results go to grading/
	@"$(PY)" tools/grade.py "$(SUBMISSIONS)" --jobs $(JOBS) $(if $(SCHEDULER),--scheduler $(SCHEDULER)) $(GRADE_ARGS)

grade-attack: $(VENV)/grade ## grade a hostile class and say what got through
	@cd tools && "$(abspath $(PY))" -m grading.breaches

handout: $(VENV)/grade ## make handout.zip: what students get, without solutions
	@"$(PY)" tools/grading/handout.py

wheel: $(VENV)/test ## build the wheel, install it into an empty environment, use it (needs the network)
	@"$(PY)" -m pytest -m slow -n auto --maxprocesses 4 --dist loadgroup -p no:nbval

bench: $(VENV)/test ## time the package; where torch is installed, beside it
	@"$(PY)" -m pytest tests/benchmarks/bench_speed.py --benchmark-disable

browserbench: $(VENV)/test ## time the live figures in JupyterLab in Chromium
	@"$(PY)" tests/benchmarks/browser_speed.py

outputs: $(VENV)/test ## run the chapters and store what their check cells print
	@"$(PY)" tools/store_outputs.py
	@"$(PY)" tools/course.py

constraints: $(VENV)/test ## write down the versions in .venv as the ones tested last
	@echo "# What the tests passed with last: names and versions, a preference and no requirement. Made by: make constraints" > constraints.txt
	@"$(PY)" -m pip freeze --exclude-editable | grep -v " @ " >> constraints.txt

clean: ## remove .venv and all that was built
	rm -rf "$(VENV)" build dist .pytest_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -prune -exec rm -rf {} +

# The set-up, in sizes: reading needs little, grading, the book and testing more. A stamp holds the folder's path: a folder that
# moved, or a Python that went, is set up again.

EXTRAS_lab := lab
EXTRAS_grade := lab,grade
EXTRAS_book := lab,book
EXTRAS_lite := lab,book,lite
EXTRAS_test := lab,grade,book,lite,test,bench
SIZES := $(addprefix $(VENV)/,lab grade book lite test)
READY := $(shell "$(PY)" -c "" 2>/dev/null && cat /dev/null $(wildcard $(SIZES)) 2>/dev/null | sort -u)

ifneq ($(READY),$(CURDIR))
$(SIZES): FORCE
endif

SUITS = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
WITH = $(if $(CONSTRAINTS),--constraint "$(CONSTRAINTS)")

$(SIZES): $(VENV)/%: pyproject.toml $(CONSTRAINTS)
	@"$(PY)" -c "" 2>/dev/null || { \
	for p in $(if $(PYTHON),"$(PYTHON)",python3 python python3.14 python3.13 python3.12 python3.11 py); do \
		"$$p" -c "$(SUITS)" 2>/dev/null && break; p=; done; \
	test -n "$$p" || { echo "optlab needs Python 3.11 or newer with its venv module; $(or $(PYTHON),python3) is:" \
		"$$("$(or $(PYTHON),python3)" -V 2>&1). Install one (Debian, Ubuntu: apt install python3-venv) or name one:" \
		"make lab PYTHON=/path/to/python3.12"; exit 1; }; \
	echo "Making $(VENV) with $$("$$p" -V)."; "$$p" -m venv --clear "$(VENV)"; }
	@test "$(READY)" = "$(CURDIR)" || rm -f $(SIZES)
	@echo "Installing the package and what 'make $*' needs into $(VENV): once, about a minute."
	@$(PIP) $(WITH) hatchling && $(PIP) $(WITH) --no-build-isolation --editable ".[$(EXTRAS_$*)]" || { \
	test "$(CONSTRAINTS)" = constraints.txt || exit 1; \
	echo "The tested versions are not to be had here; trying the newest."; \
	$(PIP) hatchling && $(PIP) --no-build-isolation --editable ".[$(EXTRAS_$*)]"; }
	@"$(PY)" -W ignore -c "import jupyterlab.labapp, ipykernel.kernelapp, anywidget, matplotlib.pyplot"  # compiles what a start needs
	@mkdir -p "$(VENV)/etc/jupyter" && cp tools/lab/jupyter_nbconvert_config.py "$(VENV)/etc/jupyter"
	@for size in lab $* $(if $(filter test,$*),grade book lite); do printf '%s\n' "$(CURDIR)" > "$(VENV)/$$size"; done

# The oldest versions that pyproject.toml allows: make test VENV=.venv-oldest CONSTRAINTS=oldest.txt
oldest.txt: pyproject.toml
	grep -oE '"[A-Za-z0-9_-]+>=[0-9.]+"' pyproject.toml | tr -d '"' | sed 's/>=/==/' | sort -u > oldest.txt
