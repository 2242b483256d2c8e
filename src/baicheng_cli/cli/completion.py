"""`baicheng completion`: the lines that teach a shell to complete ids, unit names and months."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from baicheng_cli.cli.options import Force

MARK = "# baicheng completion"

BASH = """\
_baicheng() {
    local line kind=
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
    done < <(_BAICHENG_COMPLETE=bash "${1/#\\~/$HOME}" \\
        "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" "$COMP_TYPE" "${COLUMNS:-80}" 2>/dev/null)
    case $kind in
        nospace) compopt -o nospace ;;
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
    esac
}
complete -o nosort -F _baicheng baicheng 2>/dev/null || complete -F _baicheng baicheng
"""

ZSH = """\
_baicheng() {
    local program=${(Q)words[1]} line kind
    local -a lines values shown last
    lines=("${(@f)$(_BAICHENG_COMPLETE=zsh "${program/#\\~/$HOME}" \\
        "${COLUMNS:-80}" "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    kind=$lines[1]
    case $kind in
        files) _files; return ;;
        folders) _files -/; return ;;
        nospace) last=(-S '') ;;
    esac
    for line in "${(@)lines[2,-1]}"; do
        values+=("${line%%$'\\t'*}")
        shown+=("${line#*$'\\t'}")
    done
    (( $#values )) || return 1
    [[ $values[1] == ${(Q)PREFIX}* ]] || compstate[insert]=menu
    compadd -U -V baicheng -l -d shown "${last[@]}" -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _baicheng "$@"
else
    compdef _baicheng baicheng
fi
"""

FISH = """\
function __baicheng_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -l lines (_BAICHENG_COMPLETE=fish $program 80 $words[2..-1] "$typed" 2>/dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path "$typed"
        case folders
            __fish_complete_directories "$typed" ''
        case '*'
            printf '%s\\n' $lines[2..-1]
    end
end
complete -c baicheng -e
complete -c baicheng -f -k -a '(__baicheng_complete)'
"""

SCRIPTS = {
    "bash": f'{MARK}：在 ~/.bashrc 里写一行 eval "$(baicheng completion bash)"\n{BASH}',
    "zsh": f'#compdef baicheng\n{MARK}：在 ~/.zshrc 的 compinit 之后写一行 eval "$(baicheng completion zsh)"\n{ZSH}',
    "fish": f"{MARK}：存为 ~/.config/fish/completions/baicheng.fish\n{FISH}",
}
NEXT = {
    "bash": "装有 bash-completion 的系统，新开一个终端就能用；没装的，在 ~/.bashrc 末尾加一行：source {file}",
    "zsh": "在 ~/.zshrc 里 compinit 之前加一行：fpath=({folder} $fpath)"
    "\n没有 compinit 的，再加一行：autoload -Uz compinit && compinit",
    "fish": "新开一个终端就能用",
}


def completion(
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help="你用的是哪种命令行")],
    install: Annotated[bool, typer.Option("--install", help="写到这种命令行会去找的地方，并说明写到了哪里")] = False,
    force: Force = False,
) -> None:
    """让命令行按 Tab 补全编号、单位、月份和选项：打印要载入的脚本。"""
    from baicheng_cli.cli.show_table import write_file
    from baicheng_cli.errors import UsageError

    if shell not in SCRIPTS:
        raise UsageError(f"没有给“{shell}”的补全；可用：{'、'.join(SCRIPTS)}")
    if not install:
        typer.echo(SCRIPTS[shell], nl=False)
        return
    file = place_of(shell)
    ours = MARK in file.read_text("utf-8", errors="replace") if file.is_file() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, SCRIPTS[shell], ours, force=force)
    typer.echo(f"已写入 {file}")
    typer.echo(NEXT[shell].format(file=file, folder=file.parent))


def place_of(shell: str) -> Path:
    """The file in which that shell looks for a program's completion."""
    if shell == "bash":
        return _home("XDG_DATA_HOME", ".local/share") / "bash-completion" / "completions" / "baicheng"
    if shell == "fish":
        return _home("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "baicheng.fish"
    return _home("XDG_DATA_HOME", ".local/share") / "zsh" / "site-functions" / "_baicheng"


def _home(variable: str, usual: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / usual)
