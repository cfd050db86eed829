# The commands of the course; `make` alone lists them. What has to decide something is in tools/.
python := .venv/bin/python
# Packages are installed uncompiled; where this is set, every kernel would compile all that it imports again.
unexport PYTHONDONTWRITEBYTECODE
# What is set for other Pythons would stop ours, or have it find their packages.
unexport PYTHONHOME PYTHONPATH PYTHONSAFEPATH PYTHONINSPECT

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lint = $(python) -m ruff check . && $(python) -m ruff format --check . && \
	.venv/bin/oxlint && .venv/bin/oxfmt --check '**/*.js'
level := $(if $(filter all,$(REQUIRE)),peers,test)
apart := $(if $(filter all,$(REQUIRE)),$(python) tools/lite.py --packages,:)
strictly := $(if $(REQUIRE),XO_REQUIRE=$(REQUIRE))
# Several processes share the processors here: each with threads of its own, they would wait for one another.
test check matrix notebooks site teach: export OPENBLAS_NUM_THREADS = 1

env: ## make .venv with all that the tests need
	@sh tools/setup.sh $(level)
	@$(apart)

lab: ## open the lessons: your own copies, in my-course/ (ARGS="--port 9000" goes to JupyterLab)
	@sh tools/setup.sh lab
	@$(python) tools/lab.py $(ARGS)

test: ## every test; with REQUIRE=all nothing is skipped for want of a browser or PyTorch
	@sh tools/setup.sh $(level)
	@$(apart)
	@$(lint)
	@$(strictly) $(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: ## the quick tests: no browser, no notebooks, no trainings, and nothing by the hundred
	@sh tools/setup.sh test
	@$(lint)
	@$(python) -m pytest -n 2 --dist loadfile -m "not browser and not tools and not training and not many" xo_helpers tests

matrix: ## the tests on the oldest and the newest versions, and on Colab's (ARGS="colab" runs one)
	@sh tools/setup.sh test
	@$(strictly) $(python) tools/matrix.py $(ARGS)

notebooks: ## run every lesson and write its outputs
	@sh tools/setup.sh test
	@$(python) tools/addresses.py
	@$(python) tools/minutes.py
	@$(python) tools/write_notebooks.py

address: ## set the course's public address everywhere (URL=https://github.com/owner/name)
	@sh tools/setup.sh lab
	@$(python) tools/set_address.py "$$URL"

site: ## the course as a web site with living widgets, in site/
	@sh tools/setup.sh test
	@$(python) tools/build_site.py $(ARGS)

teach: ## for a class: an edition without answers, the key, worksheets and a SCORM package, in teach/
	@sh tools/setup.sh test
	@$(python) tools/teach.py $(ARGS)

lite: ## the course in JupyterLite, for a browser alone, in lite/ (for a web server)
	@sh tools/setup.sh test
	@$(python) tools/lite.py $(ARGS)

animation: ## film README's picture from the living widget, and its still
	@sh tools/setup.sh test
	@$(python) tools/animate.py

typefaces: ## render the typefaces' letters into data/ again
	@sh tools/setup.sh test
	@$(python) tools/render_typefaces.py

network: ## train the network that ships in data/ again
	@sh tools/setup.sh test
	@$(python) tools/train_network.py

bench: ## ours beside what people would use instead (installs PyTorch)
	@sh tools/setup.sh peers
	@# Some machines set these two for old OpenBLAS builds; they slow a current NumPy.
	@unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE; $(python) -m benchmarks

mutants: ## plant errors in what computes, one at a time: do the tests notice? (an hour)
	@sh tools/setup.sh mutants
	@$(python) tools/mutants.py $(ARGS)

.PHONY: help env lab test check matrix notebooks address site teach lite animation typefaces network bench mutants
