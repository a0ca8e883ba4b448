"""The sentences for mistakes that parsing finds, by code and language; `{name}` stands for a value of the problem."""

from __future__ import annotations

_SENTENCES: dict[str, tuple[str, str]] = {
    # -- limits
    "source-too-large": (
        "the text is larger than {limit}: move large tables to a CSV file with `from \"table.csv\"`",
        "文本超过 {limit}：请用 `from \"table.csv\"` 把大表移到 CSV 文件中",
    ),
    "nested-too-deep": (
        "`{word}` is nested more than {limit} deep: move the inner part into a computed field or a table",
        "`{word}` 嵌套超过 {limit} 层：请把内层移到计算字段或决策表中",
    ),
    "too-deep": (
        "the expression in the line that begins with `{word}` is nested too deep: give a part of it a computed field",
        "以 `{word}` 开头的这一行表达式嵌套过深：请把其中一部分写成计算字段",
    ),
    "table-too-long": (
        "this table has more than {limit} rows: read them from a CSV file with `from \"table.csv\"`",
        "此表超过 {limit} 行：请用 `from \"table.csv\"` 从 CSV 文件读取",
    ),
    "form-too-long": (
        "this form has more than {limit} fields: split the process in two",
        "此表单超过 {limit} 个字段：请拆成两个流程",
    ),
    "number-too-long": (
        "`{word}` has too many digits: at most 15 before the point and 6 behind it",
        "`{word}` 位数过多：小数点前最多 15 位，后最多 6 位",
    ),
    "name-too-long": ("the name `{word}` is longer than 100 characters", "名称 `{word}` 超过 100 个字符"),
    "literal-too-long": ("the text {word} is longer than 1000 characters", "文本 {word} 超过 1000 个字符"),
    # -- characters
    "forbidden-character": (
        "the invisible character `{word}` may not stand in a process text: remove it",
        "流程文本中不能有不可见字符 `{word}`：请删除",
    ),
    "alien-digit": (
        "`{letter}` in `{word}` is not one of the digits 0 to 9: write it with those",
        "`{word}` 中的 `{letter}` 不是数字 0 到 9：请改用半角数字",
    ),
    "alien-letter": (
        "`{letter}` cannot stand in a name: use letters, digits and `_`",
        "名称中不能有 `{letter}`：请使用字母、汉字、数字和 `_`",
    ),
    "wrong-mark": ("`{word}` is not `{meant}`: write `{meant}`", "`{word}` 不是 `{meant}`：请写 `{meant}`"),
    "needless": ("`{word}` is not needed: remove it and end the line", "不需要 `{word}`：请删除并换行"),
    "look-alike-quotes": (
        "write the text {word} in straight quotes: `\"…\"`",
        "文本 {word} 请使用半角双引号 `\"…\"`",
    ),
    "text-not-closed": (
        "the text that begins with {word} has no closing quote on its line",
        "以 {word} 开头的文本在本行没有结束引号",
    ),
    "unknown-escape": (
        "`{escape}` means nothing in a text: only `\\\"`, `\\\\` and `\\n` do",
        "文本中的 `{escape}` 没有意义：只有 `\\\"`、`\\\\` 和 `\\n` 可用",
    ),
    "number-and-letters": (
        "`{word}` is neither a number nor a name: put a space between `{number}` and `{letters}`, or begin with a letter",
        "`{word}` 既不是数字也不是名称：请在 `{number}` 和 `{letters}` 之间加空格，或以字母开头",
    ),
    "unknown-character": (
        "`{word}` has no meaning in a process text: remove it",
        "流程文本中 `{word}` 没有意义：请删除",
    ),
    "no-such-day": (
        "there is no day `{word}`: write a date as `2026-03-02`",
        "没有 `{word}` 这一天：日期请写成 `2026-03-02`",
    ),
    "no-such-clock": (
        "there is no time `{word}`: write one from `00:00` to `23:59`",
        "没有 `{word}` 这个时刻：请写 `00:00` 到 `23:59`",
    ),
    "no-such-moment": (
        "there is no moment `{word}`: write one as `2026-03-02T14:30Z` or `2026-03-02T14:30+08:00`",
        "没有 `{word}` 这个时间点：请写成 `2026-03-02T14:30Z` 或 `2026-03-02T14:30+08:00`",
    ),
    # -- words that do not fit
    "expected": ("`{word}` does not fit here", "`{word}` 不能出现在这里"),
    "expected-end": (
        "`{word}` does not fit here: the statement is complete before it, and another one begins on a new line",
        "`{word}` 不能出现在这里：语句在它之前已经完整，另一条语句请另起一行",
    ),
    "expected-name": ("`{word}` stands where a name should stand", "这里应为名称，而不是 `{word}`"),
    "expected-value": (
        "`{word}` stands where a value should stand: a field, a number, a text, a date or a bracket",
        "这里应为值（字段、数字、文本、日期或括号），而不是 `{word}`",
    ),
    "expected-text": ("`{word}` stands where a text in quotes should stand", "这里应为引号中的文本，而不是 `{word}`"),
    "expected-number": ("`{word}` stands where a number should stand", "这里应为数字，而不是 `{word}`"),
    "expected-currency": (
        "`{word}` stands where a currency should stand: three capital letters such as `CNY`",
        "这里应为币种（三个大写字母，如 `CNY`），而不是 `{word}`",
    ),
    "expected-unit": (
        "`{word}` stands where a unit should stand: `minutes`, `hours`, `days` or `weeks`",
        "这里应为单位（`minutes`、`hours`、`days` 或 `weeks`），而不是 `{word}`",
    ),
    "expected-words": ("`{word}` does not fit here: write {expected}", "`{word}` 不能出现在这里：请写 {expected}"),
    "unfinished": ("the line is not finished behind `{word}`", "`{word}` 之后这一行没有写完"),
    "unfinished-name": (
        "the line is not finished: a name is missing behind `{word}`",
        "这一行没有写完：`{word}` 之后缺少名称",
    ),
    "unfinished-value": (
        "the line is not finished: a value is missing behind `{word}`",
        "这一行没有写完：`{word}` 之后缺少值",
    ),
    "unfinished-text": (
        "the line is not finished: a text in quotes is missing behind `{word}`",
        "这一行没有写完：`{word}` 之后缺少引号中的文本",
    ),
    "unfinished-number": (
        "the line is not finished: a number is missing behind `{word}`",
        "这一行没有写完：`{word}` 之后缺少数字",
    ),
    "unfinished-currency": (
        "the line is not finished: a currency such as `CNY` is missing behind `{word}`",
        "这一行没有写完：`{word}` 之后缺少币种，如 `CNY`",
    ),
    "unfinished-unit": (
        "the line is not finished: `minutes`, `hours`, `days` or `weeks` is missing behind `{word}`",
        "这一行没有写完：`{word}` 之后缺少 `minutes`、`hours`、`days` 或 `weeks`",
    ),
    "unfinished-words": (
        "the line is not finished: write {expected} behind `{word}`",
        "这一行没有写完：请在 `{word}` 之后写 {expected}",
    ),
    "did-you-mean": (
        "`{word}` does not fit here: did you mean `{meant}`?",
        "`{word}` 不能出现在这里：是否想写 `{meant}`？",
    ),
    "reserved-word": (
        "`{word}` is a word of the language and cannot be a name here: choose another one, such as `{word}_`",
        "`{word}` 是语言保留字，不能在这里作名称：请另取一个，如 `{word}_`",
    ),
    "brackets-needed": (
        "`{word}` needs brackets around it here: write `({word} …)`",
        "这里的 `{word}` 需要括号：请写 `({word} …)`",
    ),
    "comparison-of-comparison": (
        "`{word}` cannot follow another comparison: join the two with `and`",
        "比较之后不能再接 `{word}`：请用 `and` 连接两个比较",
    ),
    "unknown-statement": (
        "nothing begins with `{word}` here: write {expected}",
        "这里没有以 `{word}` 开头的语句：请写 {expected}",
    ),
    "unknown-line": (
        "a line cannot begin with `{word}` here: begin it with a name",
        "这里的行不能以 `{word}` 开头：请以名称开头",
    ),
    # -- braces and blocks
    "no-process": (
        "there is no process in this text: begin with `process name \"Title\" {`",
        "文本中没有流程：请以 `process 名称 \"标题\" {` 开头",
    ),
    "second-process": (
        "a second process `{word}`: put it into a file of its own",
        "出现第二个流程 `{word}`：请放到单独的文件中",
    ),
    "behind-the-end": (
        "`{word}` stands behind the end of the process: there is one `}` too many above it",
        "`{word}` 在流程结束之后：上面多了一个 `}`",
    ),
    "too-many-braces": ("this `{word}` closes nothing: remove it", "这个 `{word}` 没有对应的开括号：请删除"),
    "missing-open": (
        "`{` is missing at the end of the line that begins with `{word}`",
        "以 `{word}` 开头的行末尾缺少 `{`",
    ),
    "missing-close": (
        "`}` is missing before `{word}`: the block that opens in line {line} is not closed",
        "`{word}` 之前缺少 `}`：第 {line} 行打开的块没有关闭",
    ),
    "never-closed": (
        "this `{word}` is never closed: write `}` where its block ends",
        "这个 `{word}` 没有关闭：请在块结束处写 `}`",
    ),
    "no-block-here": (
        "a field of kind `{word}` has no block in braces: only choice, choices and rows have one",
        "`{word}` 类型的字段不能有花括号块：只有 choice、choices 和 rows 可以有",
    ),
    "otherwise-twice": ("a table has only one `{word}`: remove this one", "一个表只能有一个 `{word}`：请删除这一个"),
    "row-behind-otherwise": (
        "the row `{word}` stands behind `otherwise` and could never be reached: move it above",
        "行 `{word}` 在 `otherwise` 之后，永远不会被用到：请移到前面",
    ),
    # -- inside a statement
    "written-twice": ("`{word}` is written twice here: keep one of the two", "`{word}` 在这里写了两次：请只保留一个"),
    "all-and-more": (
        "`{word}` is part of `all`: leave one of the two out",
        "`{word}` 已包含在 `all` 中：请只保留一个",
    ),
    "required-outside-fills": (
        "only a field that is filled can be required: move `{word}` behind `fills`",
        "只有填写的字段才能为必填：请把 `{word}` 移到 `fills` 之后",
    ),
    "any-step": (
        "write `any step` for every step, or only the name `{word}`",
        "写 `any step` 表示所有步骤，或者只写名称 `{word}`",
    ),
    "presence-of-value": (
        "only a field can be present or absent, not an expression: name the field before `is`",
        "只有字段可以判断是否填写，表达式不行：请在 `is` 前写字段名",
    ),
    "unknown-fold": (
        "`{word}` cannot go over rows: use `sum`, `count`, `any`, `all`, `min` or `max`",
        "`{word}` 不能遍历行：请使用 `sum`、`count`、`any`、`all`、`min` 或 `max`",
    ),
    "count-with-body": (
        "`{word}` counts rows and takes no `:`: put a condition behind `where`",
        "`{word}` 只统计行数，不接 `:`：请把条件写在 `where` 之后",
    ),
    "fold-without-body": (
        "`{word}` needs to know of what: write `: line.price` before the closing bracket",
        "`{word}` 需要知道对什么计算：请在右括号前写 `: line.price`",
    ),
    "not-a-whole-number": ("`{word}` must be a whole number here", "这里的 `{word}` 必须是整数"),
    "business-unit": (
        "business time is counted in hours and days, not in `{word}`",
        "工作时间以小时（hours）和天（days）计，不能用 `{word}`",
    ),
    "no-expression": ("write a value or a condition here, without a comment", "这里请写一个值或条件，不要写注释"),
    "no-statement": (
        "write at least one statement here, and no comment behind the last one",
        "这里至少要有一条语句，且最后一条之后不要写注释",
    ),
    "fragment-leaves-block": (
        "this part closes a block that it did not open: take out the `}` that is too many",
        "这一部分关闭了不是由它打开的代码块：请去掉多余的 `}`",
    ),
}  # fmt: skip

SYNTAX: dict[str, dict[str, str]] = {code: {"en": en, "zh": zh} for code, (en, zh) in _SENTENCES.items()}
