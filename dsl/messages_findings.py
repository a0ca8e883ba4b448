"""The sentences of findings: code -> (English, Chinese); see docs/findings.md for what each means."""

from __future__ import annotations

FINDINGS: dict[str, tuple[str, str]] = {
    # -- tables ----------------------------------------------------------------------------------
    "gap": (
        "no row of `{name}` takes this ticket: {example}; add a row for it, or an `otherwise`",
        "`{name}` 没有任何行接收此单据：{example}；请补充一行，或加上 `otherwise`",
    ),
    "row-never-wins": (
        "`{row}` of `{name}` never wins: every ticket it matches is taken by {others} above[[; for example {example}]]",
        "`{name}` 的 `{row}` 永远不会被选中：它匹配的都已被前面的 {others} 取走[[；例如 {example}]]",
    ),
    "row-never-matches": (
        "`{row}` of `{name}` matches no ticket at all",
        "`{name}` 的 `{row}` 不会匹配任何单据",
    ),
    "overlap": (
        "`{one}` and `{other}` of `{name}` both match: {example}; in a `unique` table only one row may",
        "`{name}` 的 `{one}` 与 `{other}` 会同时匹配：{example}；`unique` 表只允许一行匹配",
    ),
    "order-matters": (
        "`{one}` and `{other}` of `{name}` both match {example}: it goes to `{outcome}` because `{one}` stands above, else "
        "it would go to `{second}`[[ ({count} such pairs in this table)]]",
        "`{name}` 的 `{one}` 与 `{other}` 都匹配 {example}：因 `{one}` 在前而得出 `{outcome}`，否则会得出 "
        "`{second}`[[（本表共 {count} 对）]]",
    ),
    "row-equal": (
        "taking `{row}` away from `{name}` changes nothing: its tickets go to `{outcome}` anyway[[, as {example}]]",
        "从 `{name}` 删去 `{row}` 不会有任何改变：它的单据本来就会得出 `{outcome}`[[，例如 {example}]]",
    ),
    "not-decided": (
        "`{name}` is too large or too tangled to be decided within the budget: about {what} nothing is claimed",
        "`{name}` 过大或过于复杂，在限定的计算量内无法判定：对此不作任何断言（{what}）",
    ),
    # -- the flow --------------------------------------------------------------------------------
    "never-reached": (
        "no ticket can reach {what}: the conditions on the way contradict each other",
        "没有单据能到达{what}：途中的条件互相矛盾",
    ),
    "stuck": (
        "`{step}` can only send the ticket back; after {limit} times nobody can do anything there any more: add an outcome "
        "that goes on or ends",
        "`{step}` 只能退回；退回 {limit} 次后那里就无人能继续处理：请增加一个继续或结束的结果",
    ),
    "no-limit": (
        "the return to `{to}` from `{step}` has no limit written, so it is possible {limit} times: write `at most {limit} "
        "times`, or another number",
        "`{step}` 退回到 `{to}` 没有写明次数，因此最多 {limit} 次：请写 `at most {limit} times` 或其他次数",
    ),
    "both-write": (
        "`{name}` is written by `{one}` and `{other}` at the same time: the later one wins",
        "`{one}` 与 `{other}` 同时写 `{name}`：以后写的为准",
    ),
    "read-before-filled": (
        "`{name}` is read at {where}, and may not be filled by then[[: {way}]]",
        "{where}会读取 `{name}`，而那时可能尚未填写[[：{way}]]",
    ),
    "may-find-nobody": (
        "`{step}` asks {people}, whom the directory may not know; no `nobody` line says who then, so {instead} is asked",
        "`{step}` 由 {people} 处理，而组织目录中可能没有此人；没有写 `nobody`，因此会由 {instead} 处理",
    ),
    # -- claims ----------------------------------------------------------------------------------
    "claim-proved": (
        "`{name}` holds for every ticket",
        "`{name}` 对所有单据都成立",
    ),
    "claim-kept": (
        "`{name}` holds because it is enforced: at {steps} whoever it bars is left out[[, such as {who} when {example}]]",
        "`{name}` 成立，因为它会被执行：在{steps}被禁止的人不会参与[[，例如 {who}，当 {example}]]",
    ),
    "claim-refuted": (
        "`{name}` does not hold: {example} reaches `{then}` without `{first}`[[, by {way}]]; there it could not go on",
        "`{name}` 不成立：{example} 到达 `{then}` 时未经过 `{first}`[[，途经 {way}]]；届时将无法继续",
    ),
    "claim-not-decided": (
        "nobody could prove `{name}`, and no ticket was found that breaks it; it is enforced at `{then}`",
        "无法证明 `{name}`，也没有找到违反它的单据；到 `{then}` 时会强制执行",
    ),
}
