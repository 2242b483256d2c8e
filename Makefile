# Needs git, GNU make and Python >= 3.11. Everything is installed into .venv, nothing outside it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check golden pictures docs bench eval lock clean FORCE

ARGS =
BIN := .venv/bin

# What the caller's shell has set for another environment must not reach into ours.
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV PIP_CONSTRAINT PIP_PREFIX PIP_REQUIRE_HASHES PIP_ROOT PIP_TARGET
export PIP_USER := 0
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check

help: ## 列出可用的命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s%s\n", $$1, $$2}' Makefile

run: .venv/ready ## 用随附的方案和演示数据演示一遍
	@run() { printf '\n$$ %s\n' "$$*"; "$$@"; }; set -e; \
	unset BAICHENG_PLAN; export BAICHENG_DATA=demo/2019; mkdir -p out; \
	printf '%s\n' '以下用演示数据（非真实填报）：' '$$ export BAICHENG_DATA=demo/2019'; \
	run $(BIN)/baicheng check; \
	run $(BIN)/baicheng tasks --unit 区城管局 --month 2019-09; \
	run $(BIN)/baicheng status --month 2019-09; \
	run $(BIN)/baicheng ledger --month 2019-09 -o out/2019年9月台账.xlsx; \
	run $(BIN)/baicheng report --month 2019-09 -o out/2019年9月月报.md; \
	printf '\n%s\n%s\n' \
	  '演示完毕：台账在 out/2019年9月台账.xlsx，月报在 out/2019年9月月报.md。' \
	  '接下来可以换一个单位看：BAICHENG_DATA=demo/2019 $(BIN)/baicheng tasks --unit 区城建局 --month 2019-09；全部命令见 $(BIN)/baicheng --help。'

test: .venv/ready ## 运行测试；make test ARGS='-k 台账' 只跑一部分，ARGS='-m slow' 跑慢的
	@$(BIN)/pytest -n 2 -q -m 'not slow' $(ARGS)

check: .venv/ready ## 检查代码：格式、写法、类型、引用方向
	@run() { printf '$$ %s\n' "$$*"; "$$@"; }; set -e; \
	run $(BIN)/ruff check; \
	run $(BIN)/ruff format --check; \
	run $(BIN)/mypy; \
	run $(BIN)/lint-imports

golden: .venv/ready ## 接受新的样张（tests/golden），提交前请逐行看差异
	@BAICHENG_GOLDEN=write $(BIN)/pytest -n 2 -q $(ARGS)
	@printf '%s\n' '样张已更新，请看差异：git diff tests/golden'

docs: .venv/ready ## 重新生成规则表、JSON 说明、Schema 和 README 的命令表
	@$(BIN)/python tools/docs.py

pictures: .venv/ready ## 重画 README 的图（需要 LibreOffice、Chromium、poppler）
	@$(BIN)/python tools/pictures.py

bench: .venv/ready ## 量快慢，与同类工具在一次运行里比，写入 docs/performance.md（约十分钟）
	@$(BIN)/python tools/bench.py $(ARGS)

eval: .venv/ready ## 给 draft 打分，写入 docs/evaluation.md；make eval ARGS=05 只看一份，逐条列出差在哪里
	@$(BIN)/python tools/eval.py $(ARGS)

lock: ## 重新锁定依赖（需要 uv）；make lock ARGS=--upgrade 升级
	@command -v uv >/dev/null 2>&1 || { printf '%s\n' '找不到 uv：请先安装（pip install uv），再运行 make lock。' >&2; exit 1; }
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet $(ARGS) -o requirements.lock
	@if grep -n '://' requirements.lock; then printf '%s\n' 'requirements.lock 里不能有地址。' >&2; exit 1; fi

clean: ## 删除 .venv 和各种缓存；out/ 里的文件不动
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment in two steps, each with a stamp that is written when it is complete: what is locked (made anew
# when the lock changes, so that nothing that was dropped lingers), then the project itself.

.venv/ready: .venv/locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# A name on PATH may be a shim that does not run, so each is tried. PYTHON=… goes first.
.venv/locked: requirements.lock
	@new_enough='import sys; sys.exit(sys.version_info < (3, 11))'; python=; without_venv=; \
	for name in "$$PYTHON" python3.13 python3.12 python3.11 python3 python; do \
	  test -n "$$name" && "$$name" -c "$$new_enough" >/dev/null 2>&1 || continue; \
	  if "$$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then python=$$name; break; fi; \
	  without_venv=$$name; \
	done; \
	if test -z "$$python" && test -n "$$without_venv"; then \
	  printf '%s\n' "$$without_venv 缺少 venv 或 ensurepip，无法建立 .venv。Debian、Ubuntu 请先运行：apt-get install python3-venv" >&2; exit 1; \
	elif test -z "$$python"; then \
	  printf '%s\n' '找不到能运行的 Python 3.11 或更高版本。请先安装，或用 make PYTHON=/路径/python3 指定。' >&2; exit 1; \
	fi; \
	printf '%s\n' "首次准备：用 $$python 建立 .venv 并安装依赖，约需一分钟……"; \
	"$$python" -m venv --clear .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@printf '%s\n' '$(CURDIR)' >$@

# An environment knows the folder it was made in: a project that was moved or copied gets a new one.
ifneq ($(shell cat .venv/locked 2>/dev/null),$(CURDIR))
.venv/locked: FORCE
endif
