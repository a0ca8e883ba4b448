"""The sentences for mistakes in tables, flow, examples and around them: code -> (English, Chinese); see `messages_check`."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str]] = {
    "unknown-outcome": (
        "`{name}` is none of the outcomes[[: did you mean `{guess}`?]][[; known: {known}]]",
        "`{name}` 不是可能的结果[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "outcome-never-given": (
        "no row leads to `{name}`; add a row or delete the outcome",
        "没有任何行得出 `{name}`；请补充或删除该结果",
    ),
    "row-never-matches": (
        "`{name}` matches no ticket at all; change or delete it",
        "`{name}` 不会匹配任何申请；请修改或删除",
    ),
    "row-never-wins": (
        "`{name}` never wins[[: every ticket it matches is taken by `{other}` above]]; move it up, change or delete it",
        "`{name}` 永远不会被选中[[：它匹配的都已被前面的 `{other}` 取走]]；请上移、修改或删除",
    ),
    "rows-overlap": (
        "`{one}`[[ (line {line})]] and `{other}` both match: {example}; only one may in a `unique` table",
        "`{one}`[[（第 {line} 行）]] 与 `{other}` 会同时匹配：{example}；`unique` 表只允许一行匹配",
    ),
    "may-overlap": (
        "it cannot be proved that `{one}` and `{other}` never both match[[, as when {example}]]; compare fields with "
        "constants, or make the table `first`",
        "无法证明 `{one}` 与 `{other}` 不会同时匹配[[，例如 {example}]]；请用字段与常量比较，或把表改为 `first`",
    ),
    "needs-otherwise": (
        "`{name}` needs an `otherwise`[[: no row matches {example}]]",
        "`{name}` 需要 `otherwise`[[：没有行匹配 {example}]]",
    ),
    "otherwise-never": (
        "the rows of `{name}` already take every ticket, so `otherwise` is never used",
        "`{name}` 的各行已覆盖所有情况，`otherwise` 不会用到",
    ),
    "not-proved": (
        "`{name}` is too large to prove that every row can win; only rows written twice were looked for",
        "`{name}` 过大，无法证明每行都会被选中；只检查了重复的行",
    ),
    "unused-table": ("no branch uses `{name}`", "没有分支使用 `{name}`"),
    "no-such-file": (
        "there is no file `{name}` beside the process[[: did you mean `{guess}`?]][[; known: {known}]]",
        "流程旁没有文件 `{name}`[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "rows-and-file": ("the rows come from `{name}`; delete these or the file", "各行来自 `{name}`；请删除这些行或该文件"),
    "empty-file": (
        "`{name}` needs a header (row, conditions, outcome) and at least one row",
        "`{name}` 需要表头（行、条件、结果）和至少一行",
    ),
    "too-many-rows": ("more than {high} rows; use fewer", "超过 {high} 行；请减少"),
    "bad-column": (
        "`{column}` in `{name}` is no condition; write a field and one of = != < <= > >= in, such as `amount <=`",
        "`{name}` 的列 `{column}` 不是条件；请写字段和 = != < <= > >= in 之一，例如 `amount <=`",
    ),
    "bad-row": (
        "row {row} of `{name}` has {got} cells instead of {wanted}",
        "`{name}` 第 {row} 行有 {got} 个单元格，应为 {wanted} 个",
    ),
    "row-name": (
        "row {row} of `{name}` needs a name of its own in its first cell[[, such as `{guess}`]]",
        "`{name}` 第 {row} 行的第一格需要唯一的名称[[，例如 `{guess}`]]",
    ),
    "bad-cell": (
        "`{cell}` in row {row}, column `{column}` of `{name}` is no `{kind}`",
        "`{name}` 第 {row} 行 `{column}` 列的 `{cell}` 不是 `{kind}`",
    ),
}

FLOW: dict[str, tuple[str, str]] = {
    "unknown-table": (
        "unknown table `{name}`[[: did you mean `{guess}`?]][[; known: {known}]]",
        "表 `{name}` 不存在[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-end": (
        "unknown end `{name}`[[: did you mean `{guess}`?]][[; known: {known}]]",
        "终点 `{name}` 不存在[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-step": (
        "unknown step `{name}`[[: did you mean `{guess}`?]][[; known: {known}]]",
        "步骤 `{name}` 不存在[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "not-earlier": (
        "`{name}` is not passed on every way to here; return to one of: {known}",
        "到达此处不一定经过 `{name}`；可退回：{known}",
    ),
    "arm-missing": (
        "the branch has no arm for `{name}` of table `{table}`; add it",
        "分支缺少表 `{table}` 的结果 `{name}`；请补上",
    ),
    "few-arms": ("a parallel needs at least two arms", "并行至少需要两个分支"),
    "empty-arm": ("an arm of a parallel needs a step", "并行的分支至少需要一个步骤"),
    "bad-join": ("`join {number}` does not fit: there are {high} arms", "`join {number}` 不合适：共有 {high} 个分支"),
    "both-write": (
        "`{name}` is also written in another arm that runs at the same time; let one of them write it",
        "另一个并行分支也会写 `{name}`；请只让其中一个填写",
    ),
    "unreachable": (
        "the flow never gets here; move it above the end, or delete it",
        "流程不会到达这里；请移到结束之前或删除",
    ),
    "missing-by": (
        "nobody is named for `{name}`; add a line such as `by requester.manager`",
        "`{name}` 没有指定人员；请添加一行，例如 `by requester.manager`",
    ),
    "requester-alone": (
        "the requester never decides the own request, so `{name}` always falls to those of `nobody ask`; name others",
        "申请人不能审批自己的申请，`{name}` 总会落到 `nobody ask` 指定的人；请写其他人员",
    ),
    "no-reject": (
        "`{name}` does not say where a rejection leads; add `reject end …`, or an end `rejected`",
        "`{name}` 没有说明拒绝后去向；请添加 `reject end …`，或定义终点 `rejected`",
    ),
    "not-here": ("`{what}` does not belong here; delete it", "`{what}` 不能放在这里；请删除"),
    "bad-decide": ("write a number from 1 to {high}, not {number}", "请写 1 到 {high} 之间的数，而不是 {number}"),
    "bad-limit": ("a return is limited to 1 to {high} times", "退回次数应为 1 到 {high}"),
    "bad-due": ("a deadline needs some time", "期限必须大于零"),
    "bad-reminder": (
        "remind between 1% and 99% of the time, not at {number}%",
        "提醒时间应在 1% 到 99% 之间，而不是 {number}%",
    ),
    "computed-written": ("`{name}` is computed and cannot be edited or filled", "`{name}` 是计算字段，不能修改或填写"),
    "edit-uncovers": (
        "changing `{name}` can show the required field `{other}`; let this step edit `{also}` too, or make it optional",
        "修改 `{name}` 会使必填字段 `{other}` 显示出来；请让该步骤也能修改 `{also}`，或将其设为 optional",
    ),
    "nobody-passes": (
        "when nobody is found the ticket ends at `{end}` as if it had been decided; name an other end, or ask somebody",
        "找不到人员时，单据会像已审批一样在 `{end}` 结束；请改用其他终点，或指定由谁处理",
    ),
    "call-by-hand": (
        "nothing is called by itself yet: the people of `{name}` do it by hand and record the result",
        "目前不会自动调用：由 `{name}` 的人员手动完成并登记结果",
    ),
    "not-enforced-yet": ("`{what}` is read and kept, but not enforced yet", "`{what}` 已读取并保留，但尚未执行"),
}

EXAMPLES: dict[str, tuple[str, str]] = {
    "example-requester": ("an example needs one line `requester …`", "示例需要一行 `requester …`"),
    "no-expect": (
        "the example expects nothing; add a line such as `expect done`",
        "示例没有预期；请添加一行，例如 `expect done`",
    ),
    "answer-missing": ("the example does not answer `{name}`, which is required", "示例没有填写必填的 `{name}`"),
    "computed-answered": ("`{name}` is computed and cannot be answered", "`{name}` 是计算字段，不能填写"),
    "count-outside": ("`{name}` takes {low} to {high} of them", "`{name}` 的数量为 {low} 到 {high}"),
    "act-cannot-change": (
        "at `{step}` nobody may change `{name}`: let the step edit or fill it, or take it out here",
        "在 `{step}` 无人可以修改 `{name}`：请让该步骤能修改或填写它，或在此删去",
    ),
    "end-in-between": ("`{name}` is an end and can only be expected last", "`{name}` 是终点，只能放在预期的最后"),
}
