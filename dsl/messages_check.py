"""The sentences for mistakes in names, expressions and forms: code -> (English, Chinese).

`{name}` stands for a value of the problem; what stands between `[[` and `]]` is left out when one of its values is not
given.
"""

from __future__ import annotations

NAMES: dict[str, tuple[str, str]] = {
    "defined-twice": (
        "`{name}` is defined twice[[: the first time in line {line}]]; rename or delete one",
        "`{name}` 重复定义[[：第一次在第 {line} 行]]；请改名或删除其中一个",
    ),
    "look-alike": (
        "`{name}` looks like `{other}`[[ in line {line}]] but is another name; rename one of them",
        "`{name}` 与[[第 {line} 行的]] `{other}` 看起来相同，却是不同的名称；请改名",
    ),
    "reserved-name": (
        "`{name}` has a meaning of its own and cannot be a name here; choose another",
        "`{name}` 是保留字，不能在此用作名称；请换一个",
    ),
    "name-taken": (
        "`{name}` already means something here; give the rows of this expression another name",
        "`{name}` 在这里已有含义；请为这里的行换一个名称",
    ),
    "ambiguous-name": (
        "`{name}` could be the column `{one}` or the field `{other}`; rename one of them",
        "`{name}` 既可能是列 `{one}`，也可能是字段 `{other}`；请改名",
    ),
    "ambiguous-option": (
        "`{name}` is a field and also an option of the other side; rename one of them",
        "`{name}` 既是字段，又是另一侧的选项；请改名",
    ),
    "ambiguous-word": (
        "`{name}` names several things ({sorts}), so its translation could mean any of them; rename all but one",
        "`{name}` 同时是多样东西的名称（{sorts}），译文指哪一个不明确；请只保留一个",
    ),
    "only-one": ("`{what}` stands here a second time; keep one", "`{what}` 重复出现；请只保留一个"),
    "missing": ("`{what}` is missing; add it", "缺少 `{what}`；请补上"),
    "said-twice": ("`{name}` is named twice; keep one", "`{name}` 写了两次；请只保留一个"),
    "unknown-field": (
        "unknown field `{name}`[[ in `{place}`]][[: did you mean `{guess}`?]]",
        "[[`{place}` 中的]]字段 `{name}` 不存在[[：是否想写 `{guess}`？]]",
    ),
    "unknown-column": (
        "unknown column `{name}`[[ in `{place}`]][[: did you mean `{guess}`?]][[; known: {known}]]",
        "[[`{place}` 中的]]列 `{name}` 不存在[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-option": (
        "`{name}` is none of the options[[ in `{place}`]][[: did you mean `{guess}`?]][[; known: {known}]]",
        "[[`{place}` 中的]] `{name}` 不是可选项[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-attribute": (
        "the directory knows no `{name}`[[: did you mean `{guess}`?]][[; known: {known}]]",
        "人员目录中没有属性 `{name}`[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-function": (
        "unknown function `{name}`[[: did you mean `{guess}`?]]",
        "函数 `{name}` 不存在[[：是否想写 `{guess}`？]]",
    ),
    "unknown-role": (
        "unknown role `{name}`[[: did you mean `{guess}`?]][[; known: {known}]]",
        "角色 `{name}` 不存在[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-team": (
        "unknown team `{name}`[[: did you mean `{guess}`?]][[; known: {known}]]",
        "团队 `{name}` 不存在[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-calendar": (
        "unknown calendar `{name}`[[: did you mean `{guess}`?]][[; known: {known}]]",
        "日历 `{name}` 不存在[[：是否想写 `{guess}`？]][[；可用：{known}]]",
    ),
    "unknown-currency": (
        "unknown currency `{name}`[[: did you mean `{guess}`?]]",
        "币种 `{name}` 不存在[[：是否想写 `{guess}`？]]",
    ),
    "unknown-person": (
        "`{name}` is nobody known here[[: did you mean `{guess}`?]]; write `requester`, a field with a person, "
        '`role("…")`, `team("…")` or `person("…")`',
        '`{name}` 不是这里认识的人员[[：是否想写 `{guess}`？]]；可写 `requester`、人员字段、`role("…")`、`team("…")` 或 '
        '`person("…")`',
    ),
    "unknown-placeholder": (
        "the text shows `{name}`, which is no field[[: did you mean `{guess}`?]]",
        "文本引用的 `{name}` 不是字段[[：是否想写 `{guess}`？]]",
    ),
    "unknown-path": (
        "nothing here is called `{name}`[[: did you mean `{guess}`?]]",
        "这里没有 `{name}`[[：是否想写 `{guess}`？]]",
    ),
    "unknown-sentence": (
        "there is no sentence `{name}` here[[ (did you mean `{guess}`?)]]: sentences are called `title`, `field.help`, "
        "`field.check`, `field.check2`, `notify`, `notify2`, in the order of the text",
        "这里没有句子 `{name}`[[（是否想写 `{guess}`？）]]：句子按文本中的顺序写作 `title`、`field.help`、`field.check`、"
        "`field.check2`、`notify`、`notify2`",
    ),
    "other-placeholder": (
        "the translation shows `{name}`, which the text it translates does not[[: did you mean `{guess}`?]]",
        "译文引用了 `{name}`，而原文没有[[：是否想写 `{guess}`？]]",
    ),
    "used-before": (
        "`{name}` is defined further down; move it above the place that reads it",
        "`{name}` 在后面才定义；请移到使用它的位置之前",
    ),
    "no-answers-here": (
        "`{name}` is an answer, and there are no answers yet; name roles, teams or persons",
        "`{name}` 是填写的内容，此时还没有填写；请写角色、团队或人员",
    ),
    "no-requester-here": (
        "there is no `requester` yet; name roles, teams or persons",
        "此时还没有 `requester`；请写角色、团队或人员",
    ),
    "no-attributes": (
        "`{name}` is neither a person nor a team and has no `{part}`",
        "`{name}` 不是人员也不是团队，没有 `{part}`",
    ),
    "row-alone": ("`{name}` is a whole row; name one of its columns: `{name}.…`", "`{name}` 是整行；请指明列：`{name}.…`"),
    "empty-name": ("`{name}` needs a name between the quotes", "`{name}` 的引号之间需要名称"),
    "stray-brace": (
        "a brace in this text opens or closes nothing; write `{{{{` or `}}}}` for a brace itself",
        "文本中的花括号不成对；要显示花括号请写 `{{{{` 或 `}}}}`",
    ),
    "not-in-a-line": (
        "`{name}` does not fit into a line of text; show another field",
        "`{name}` 不能放进一行文本；请换一个字段",
    ),
}

EXPRESSIONS: dict[str, tuple[str, str]] = {
    "not-a-condition": (
        "a condition is needed here, but this is `{got}`; compare it with something",
        "这里需要条件，却是 `{got}`；请写成比较",
    ),
    "not-a-number": ("a number is needed here, but this is `{got}`", "这里需要数字，却是 `{got}`"),
    "not-comparable": ("`{one}` and `{other}` cannot be compared", "`{one}` 与 `{other}` 不能比较"),
    "no-order": (
        "`{kind}` has no order, so `{op}` says nothing; use `=` or `!=`",
        "`{kind}` 没有大小之分，不能用 `{op}`；请用 `=` 或 `!=`",
    ),
    "choices-differ": ("the two choices share no option, so they are never equal", "两个选择没有共同选项，永远不会相等"),
    "currencies-differ": (
        "`{one}` and `{other}` are different currencies and never mix",
        "`{one}` 与 `{other}` 是不同币种，不能混用",
    ),
    "needs-currency": (
        "an amount in `{currency}` needs its currency[[: write `{guess}`]]",
        "`{currency}` 金额需要写明币种[[：请写 `{guess}`]]",
    ),
    "not-a-group": (
        "`{one}` cannot be in `{other}`; use a person in a role or team, or an option in choices",
        "`{one}` 不能属于 `{other}`；请写人员属于角色或团队，或选项属于多选",
    ),
    "not-addable": ("`{one}` and `{other}` cannot be added or subtracted", "`{one}` 与 `{other}` 不能相加减"),
    "not-multipliable": ("`{one}` and `{other}` cannot be multiplied", "`{one}` 与 `{other}` 不能相乘"),
    "not-divisible": ("`{one}` cannot be divided by `{other}`", "`{one}` 不能除以 `{other}`"),
    "always-holds": ("this holds for every ticket; delete it, or change what it asks", "该条件总是成立；请删除或修改"),
    "never-holds": ("this holds for no ticket; delete it, or change what it asks", "该条件永远不成立；请删除或修改"),
    "may-be-zero": (
        "the divisor may be 0; give its field bounds without 0, ask `!= 0` first, or use `divide(a, b, instead)`",
        "除数可能为 0；请给字段设定不含 0 的范围，先判断 `!= 0`，或用 `divide(a, b, 替代值)`",
    ),
    "too-large": (
        "the result may have too many digits; give narrower bounds to what it is made of",
        "结果可能位数过多；请缩小各项的范围",
    ),
    "too-many-places": (
        "the result has too many decimal places; `round(…, places)` a part of it first",
        "结果小数位过多；请先对其中一部分 `round(…, 位数)`",
    ),
    "sides-differ": (
        "the two sides give `{one}` and `{other}`; both must be of one type",
        "两种结果分别是 `{one}` 和 `{other}`；类型必须相同",
    ),
    "may-be-absent": (
        "`{name}` may be empty here; ask `{name} is present and …` first",
        "`{name}` 在这里可能为空；请先写 `{name} is present and …`",
    ),
    "may-be-hidden": (
        "`{name}` is hidden unless its own condition holds; ask that condition or `{name} is present` first",
        "`{name}` 仅在自身条件成立时才有值；请先判断该条件或 `{name} is present`",
    ),
    "not-filled-yet": (
        "`{name}` is filled in step `{step}`, which has not surely happened here; mark it `required` there or ask "
        "`{name} is present and …`",
        "`{name}` 由步骤 `{step}` 填写，到这里不一定已填；请在该步骤标记 `required`，或先写 `{name} is present and …`",
    ),
    "may-be-empty": (
        "there may be no row, and then no result; use it as the whole value of an `optional` field, or give the rows a "
        "lower bound of 1",
        "可能没有任何行，因而没有结果；请作为 `optional` 字段的完整取值，或规定至少 1 行",
    ),
    "argument-count": ("`{name}` takes other arguments: `{name}({wanted})`", "`{name}` 的参数应为 `{name}({wanted})`"),
    "bad-argument": ("`{name}` needs {wanted} here, not `{got}`", "`{name}` 这里需要 {wanted}，而不是 `{got}`"),
    "not-literal": ("`{name}` needs {wanted} written out here", "`{name}` 这里需要直接写出 {wanted}"),
    "bad-places": ("places go from 0 to {high}", "小数位数为 0 到 {high}"),
    "money-places": (
        "amounts in `{currency}` have {places} places; round to these",
        "`{currency}` 金额有 {places} 位小数；请按此取整",
    ),
    "not-rows": ("`{name}` is `{got}`, but rows are needed here", "`{name}` 是 `{got}`，这里需要明细行"),
    "not-people": (
        'people are needed here, but this is `{got}`; name a person, a team or `role("…")`',
        '这里需要人员，却是 `{got}`；请写人员、团队或 `role("…")`',
    ),
}

FORMS: dict[str, tuple[str, str]] = {
    "bad-size": (
        "`{kind}` takes a size from {low} to {high}, not {size}",
        "`{kind}` 的大小为 {low} 到 {high}，不能是 {size}",
    ),
    "bad-bound": ("this is no bound for `{kind}`", "这不能作为 `{kind}` 的范围"),
    "bound-places": ("`{kind}` has {places} decimal places; write no more", "`{kind}` 只有 {places} 位小数；请不要多写"),
    "bounds-turned": ("the lower bound is above the upper one; turn them round", "下限大于上限；请对调"),
    "no-options": (
        "`{name}` needs options to choose from: `{name}: choice {{ one, other }}`",
        "`{name}` 需要选项：`{name}: choice {{ 甲, 乙 }}`",
    ),
    "no-columns": ("`{name}` needs columns between braces", "`{name}` 需要在花括号中定义列"),
    "not-a-column": ("`{kind}` cannot be a column", "`{kind}` 不能作为列"),
    "computed-and": (
        "`{name}` is computed, so `{word}` has no effect; delete it",
        "`{name}` 是计算字段，`{word}` 无效；请删除",
    ),
    "wrong-type": ("`{wanted}` is needed here, but this is `{got}`", "这里需要 `{wanted}`，却是 `{got}`"),
    "out-of-bounds": (
        "this may lie outside {low} to {high}; change it or the bounds",
        "该值可能超出 {low} 到 {high}；请修改它或范围",
    ),
    "needs-round": (
        "this may have more than {places} decimal places; write `round(…, {places})`",
        "该值可能超过 {places} 位小数；请写 `round(…, {places})`",
    ),
    "text-too-long": (
        "this may be {got} characters long, but only {high} fit; make the field longer",
        "文本可能长达 {got} 个字符，此处只能放 {high} 个；请加长字段",
    ),
    "option-missing": (
        "`{name}` may come out here but is none of the field's options; add it",
        "结果可能为 `{name}`，但不在字段选项中；请添加",
    ),
}
