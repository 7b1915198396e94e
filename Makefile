# Sets the project up from a bare Python, then runs its demo or its checks; `make help` lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.NOTPARALLEL:
.PHONY: help demo test check desktop screenshots translations format constraints clean

help:
	@echo 'make demo         install, then enhance the bundled clip and say where the result lies'
	@echo 'make test         install, then run every check (what CI runs)'
	@echo 'make check        the checks alone, in the environment as it is'
	@echo 'make desktop      install what a window under X11 needs from Debian or Ubuntu'
	@echo 'make screenshots  make the pictures of the window in docs/screenshots/'
	@echo 'make translations bring the catalogues of the window up to date with its texts'
	@echo 'make format       let ruff put the code into shape'
	@echo 'make constraints  write down the versions that the environment has now'
	@echo 'make clean        remove the environment and every cache'

demo: $(VENV)/.installed-run
	@$(BIN)/python -m lowlight_live demo

test: $(VENV)/.installed-dev
	@$(MAKE) --no-print-directory check

# From the quickest answer to the slowest; pytest's closing line ends the output.
# numba recompiles a kernel when its own file changes, not when a constant or a kernel that it uses does.
check:
	@find lowlight_live -name '*.nb[ic]' -delete
	@$(BIN)/python .ci/qt_packages.py
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest

desktop: $(VENV)/.installed-run
	@$(BIN)/python .ci/qt_packages.py --desktop

screenshots: $(VENV)/.installed-run
	$(BIN)/python docs/make_screenshots.py

translations: $(VENV)/.installed-run
	$(BIN)/python .ci/translations.py

format:
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

# A local version (+cpu) names one machine's build, and torch itself pins the CUDA packages that belong to it.
constraints:
	@{ echo '# What the tests passed with. Written by `make constraints`; how to renew it stands in CONTRIBUTING.md.'; \
	   $(BIN)/python -m pip list --format=freeze --exclude-editable --exclude pip --exclude setuptools --exclude lowlight-live \
	   | sed -e 's/+[a-z0-9.]*$$//' | grep -Ev '^(nvidia-|cuda-|triton=|wheel=)' | LC_ALL=C sort -f; } > .constraints.part
	@mv .constraints.part constraints.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist demo-output

$(VENV)/.installed-run: pyproject.toml constraints.txt
	$(call install,.)

$(VENV)/.installed-dev: pyproject.toml constraints.txt
	$(call install,.[dev$(comma)evaluation$(comma)onnx])
	@touch $(VENV)/.installed-run

comma := ,

# $(call install,REQUIREMENT): an environment that works is kept and added to. `.installing` holds the installer's process id
# and outlives only an installation that was killed, which may leave a package half there: then the environment is made anew.
# Where pip itself gives up it has put back what it changed, and what it downloaded need not be thrown away.
define install
	@sh .ci/check_python.sh $(PYTHON)
	@installer=$$(cat $(VENV)/.installing 2>/dev/null || true); \
	if [ -n "$$installer" ] && kill -0 "$$installer" 2>/dev/null; then \
	    echo "Process $$installer is installing into $(VENV) at this moment: wait for it, then try again." >&2; exit 1; \
	fi; \
	if [ -n "$$installer" ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    echo "Making the virtual environment $(VENV) ..."; \
	    $(PYTHON) -m venv --clear $(VENV) || exit 1; \
	fi; \
	echo $$$$ > $(VENV)/.installing; \
	echo "Installing lowlight-live into $(VENV) (PyTorch is large: the first time takes minutes) ..."; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '$(1)' --constraint constraints.txt; \
	status=$$?; rm -f $(VENV)/.installing; exit $$status
	@touch $@
endef
