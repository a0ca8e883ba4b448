"""One line of help for every word of the language, in English and Chinese; words that mean two things have one for each."""

from __future__ import annotations

HELP: dict[str, tuple[str, str]] = {
    "absent": ("the answer is not there", "答案不存在"),
    "add": ("`add signer`: deciders may ask somebody else to sign as well", "`add signer`：审批人可以加签"),
    "again": (
        "`same person asks again`: approving earlier does not count here",
        "`same person asks again`：先前的审批在此不算数",
    ),
    "all": ("all of them", "全部"),
    "always": ("claims that must hold for every ticket", "每张单据都必须满足的断言"),
    "and": ("both must hold; binds closer than `or`", "两者都须成立；优先于 `or`"),
    "any": ("one of them is enough", "其中之一即可"),
    "approve": ("a step in which people decide: approve, reject, and what else they may", "审批步骤：由人批准、驳回等"),
    "arm": ("one of the arms that run at the same time", "同时进行的分支之一"),
    "ask": ("`nobody ask …`: who is asked when a step finds nobody", "`nobody ask …`：步骤找不到人时改问谁"),
    "asks": (
        "`same person asks again`: approving earlier does not count here",
        "`same person asks again`：先前的审批在此不算数",
    ),
    "at": (
        "`at most 3 times` limits a return; `remind at 50%` says when to remind",
        "`at most 3 times` 限制退回次数；`remind at 50%` 为提醒时间",
    ),
    "before": (
        "`a before b`: whenever `b` is decided, `a` was decided before it",
        "`a before b`：决定 `b` 之前必先决定 `a`",
    ),
    "branch": ("the table decides which arm is taken; one arm for each outcome", "由规则表决定走哪一支；每个结果一支"),
    "business": ("counted in working time of the calendar", "按日历的工作时间计算"),
    "busy": ("`pick least busy`: only the one with the fewest open steps", "`pick least busy`：只选待办最少的一人"),
    "by": ("who is asked", "由谁处理"),
    "calendar": ("the calendar of business time", "工作时间所用的日历"),
    "call": ("a step that calls something outside and goes on with its answer", "调用外部系统，并按其答复继续的步骤"),
    "change": (
        "`void when … change`: approvals that no longer count after such a change",
        "`void when … change`：这些内容变动后，先前的批准作废",
    ),
    "check": (
        "refuses an answer for which the condition does not hold, with your message",
        "条件不成立时拒绝该答案，并显示您的提示",
    ),
    "choice": ("one of the options", "单选"),
    "choices": ("several of the options", "多选"),
    "collect": ("all rows that hold win, in order; arms run one after the other", "所有成立的行都生效，各支依次进行"),
    "counts": (
        "`same person counts`: who approved earlier is not asked again",
        "`same person counts`：先前已批准者不再询问",
    ),
    "date": ("a day; may have bounds `[2020-01-01 .. 2030-12-31]`", "日期；可设范围 `[2020-01-01 .. 2030-12-31]`"),
    "decide": (
        "how many must approve: `any`, `all`, `in order`, `2 of them`, `60% of them`",
        "需要几人批准：`any`、`all`、`in order`、`2 of them`、`60% of them`",
    ),
    "decides": ("`never … decides …`: who must never decide this step", "`never … decides …`：谁绝不能决定该步骤"),
    "decimal": ("a number with exactly so many places", "小数位数固定的数"),
    "default": ("the value when nothing is filled in", "未填写时的默认值"),
    "due": ("the deadline, with reminders and what happens then", "期限、提醒，以及逾期后的处理"),
    "duration": ("a length of time", "一段时间"),
    "e": ("`e-mail`: checked for its shape", "`e-mail`：检查格式的电子邮件地址"),
    "each": ("`each line in lines`: one row after the other", "`each line in lines`：逐行"),
    "edits": ("the answers that this step may change", "本步骤可修改的答案"),
    "else": ("what holds otherwise; behind `check` the message", "否则；在 `check` 之后为提示语"),
    "end": ("the ticket ends here, in that end", "单据到此结束，进入该结局"),
    "ends": ("the ends; the first is where the flow arrives by itself", "结局；流程自然走完时到达第一个"),
    "escalate": ("asks these people instead when time is up", "逾期后改由这些人处理"),
    "example": ("a worked ticket that must go exactly this way", "示例单据，必须完全按此进行"),
    "expect": (
        "the steps the example must go through, in order, and the end it must reach",
        "示例须依次经过的步骤及最终结局",
    ),
    "files": ("attachments, `[0 .. 5]` says how many", "附件，`[0 .. 5]` 为数量"),
    "fills": ("answers that this step fills in; `required` when it must", "由本步骤填写的答案；`required` 表示必填"),
    "first": ("the first row that holds wins", "第一个成立的行生效"),
    "flow": ("the steps, from above", "步骤，自上而下"),
    "form": ("what is filled in", "要填写的内容"),
    "from": ("reads the rows from a CSV file beside the text", "从文本旁的 CSV 文件读取各行"),
    "help": ("a sentence below the field", "字段下方的说明"),
    "if": ("`if … then … else …`: one of two values", "`if … then … else …`：两值取一"),
    "in": (
        "one of a set `{a, b}`, within `[1 .. 5]`, or member of a team or role",
        "属于集合 `{a, b}`、区间 `[1 .. 5]`，或某团队、角色",
    ),
    "is": ("`is present`, `is absent`: whether an answer is there", "`is present`、`is absent`：答案是否存在"),
    "join": ("when a parallel goes on: `all`, `any`, or so many arms", "并行何时继续：`all`、`any` 或若干支"),
    "least": ("`pick least busy`: only the one with the fewest open steps", "`pick least busy`：只选待办最少的一人"),
    "link": ("a web address", "网址"),
    "long": ("`long text 2000`: several lines of at most so many characters", "`long text 2000`：多行文本，限定字数"),
    "mail": ("`e-mail`: checked for its shape", "`e-mail`：检查格式的电子邮件地址"),
    "may": ("what deciders may do besides: return, transfer, add signer", "审批人还可以：退回、转交、加签"),
    "moment": ("a point in time", "时刻（日期加时间）"),
    "money": ("an amount of one currency", "一种货币的金额"),
    "most": ("`at most 3 times`: how often this return may happen", "`at most 3 times`：最多退回几次"),
    "never": ("claims that somebody never decides a step", "断言某人绝不决定某步骤"),
    "no": ("no", "否"),
    "nobody": ("who is asked, or which end is reached, when a step finds nobody", "步骤找不到人时问谁，或到达哪个结局"),
    "not": ("must not hold", "不成立"),
    "notify": ("shows these people the ticket, with the message", "向这些人显示单据和消息"),
    "of": ("`2 of them`, `60% of them`: how many must approve", "`2 of them`、`60% of them`：需要几人批准"),
    "optional": ("may be left empty", "可不填"),
    "or": ("one of both must hold", "至少一个成立"),
    "order": ("`decide in order`: one after the other, in the order of `by`", "`decide in order`：按 `by` 的顺序逐个审批"),
    "otherwise": ("the outcome when no row holds", "没有行成立时的结果"),
    "outcome": ("how a task may go, and where that leads", "任务的可能结果及其去向"),
    "parallel": ("arms that run at the same time", "同时进行的几支"),
    "person": ("one person of the directory", "目录中的一个人"),
    "phone": ("a telephone number", "电话号码"),
    "pick": (
        "only one of those found: `least busy`, `in turn`, `first`",
        "从找到的人中只选一人：`least busy`、`in turn`、`first`",
    ),
    "present": ("the answer is there", "答案存在"),
    "process": (
        "one process: its name, its label, and everything in its braces",
        "一个流程：名称、标签及花括号内的全部内容",
    ),
    "reassign": ("gives the step to these people when time is up", "逾期后转给这些人"),
    "reject": ("where a reject leads; without this line: `end rejected`", "驳回后的去向；没有此行则为 `end rejected`"),
    "remind": ("when to remind, in percent of the time", "何时提醒，按时限的百分比"),
    "requester": ("who filed the ticket", "发起人"),
    "required": ("must be filled before the step is done", "完成步骤前必须填写"),
    "return": (
        "gives the ticket back: `return to request` or `return to STEP`",
        "退回：`return to request` 或 `return to 步骤`",
    ),
    "rows": ("line items; the braces hold the columns", "明细行；花括号内为各列"),
    "same": ("whether somebody who approved earlier is asked again", "先前已批准者是否再次询问"),
    "section": ("a part of the form with its own heading", "表单中带标题的一部分"),
    "seen": ("who may look at every ticket, beside those involved", "除相关人员外，谁可查看所有单据"),
    "sees": ("the answers that this step shows; without it: all", "本步骤可见的答案；不写则全部可见"),
    "signer": ("`add signer`: deciders may ask somebody else to sign as well", "`add signer`：审批人可以加签"),
    "started": ("`started by …`: who may file", "`started by …`：谁可以发起"),
    "step": ("`any step`: every step", "`any step`：任何步骤"),
    "table": ("a decision table: rows with a condition and an outcome", "规则表：每行有条件和结果"),
    "task": ("a step in which somebody does something and says how it went", "任务步骤：有人办理并说明结果"),
    "team": ("a team of the directory", "目录中的团队"),
    "text": ("text of at most so many characters, on one line", "单行文本，限定字数"),
    "them": ("`2 of them`, `60% of them`: how many must approve", "`2 of them`、`60% of them`：需要几人批准"),
    "then": (
        "what follows: behind `if` the value, behind `due` what happens",
        "随后：`if` 之后为取值，`due` 之后为逾期处理",
    ),
    "time": ("a time of day, to the minute", "一天中的时间，精确到分"),
    "times": ("`at most 3 times`: how often this return may happen", "`at most 3 times`：最多退回几次"),
    "title": ("how a ticket is called in lists; `{field}` shows an answer", "单据在列表中的名称；`{字段}` 显示答案"),
    "to": ("where it leads, or whom it goes to", "去向，或转给谁"),
    "transfer": ("deciders may give their decision to somebody else", "审批人可以转交他人"),
    "turn": ("`pick in turn`: one after the other, ticket by ticket", "`pick in turn`：各单据轮流选人"),
    "unique": ("at most one row may hold; overlaps are refused", "最多一行成立；重叠会被拒绝"),
    "void": ("approvals that no longer count after a change of these fields", "这些字段变动后，先前的批准作废"),
    "when": ("only where this condition holds", "仅当条件成立时"),
    "where": ("only the rows for which this holds", "仅限满足条件的行"),
    "whole": ("a whole number; may have bounds `[1 .. 99]`", "整数；可设范围 `[1 .. 99]`"),
    "words": ("translations of labels and sentences, by name", "标签和语句的译文，按名称列出"),
    "yes": ("yes; as a kind `yes/no`: a yes or no", "是；作为类型 `yes/no`：是或否"),
}

AT: dict[tuple[str, str], tuple[str, str]] = {
    ("by", "first"): ("`pick first`: only the first one found", "`pick first`：只选找到的第一人"),
    ("by", "in"): ("`pick in turn`: one after the other, ticket by ticket", "`pick in turn`：各单据轮流选人"),
    ("decide", "in"): (
        "`decide in order`: one after the other, in the order of `by`",
        "`decide in order`：按 `by` 的顺序逐个审批",
    ),
    ("decide", "all"): ("everybody must approve; the first reject rejects", "须全部批准；一人驳回即驳回"),
    ("decide", "any"): ("the first decision counts", "第一个决定生效"),
    ("access", "all"): ("this step sees every answer", "本步骤可见全部答案"),
    ("parallel", "all"): ("goes on when all arms are done", "所有分支完成后继续"),
    ("parallel", "any"): ("goes on when one arm is done and cancels the rest", "任一分支完成即继续，其余取消"),
    ("may", "return"): ("deciders may give the ticket back to the requester", "审批人可以退回给发起人"),
    ("nobody", "end"): ("the ticket ends there when a step finds nobody", "步骤找不到人时，单据进入该结局"),
    ("started_by", "by"): ("who may file", "谁可以发起"),
    ("seen_by", "by"): ("who may look at every ticket", "谁可查看所有单据"),
    ("branch", "by"): ("the table that decides", "由哪个规则表决定"),
    ("limit", "time"): ("`at most 1 time`: how often this return may happen", "`at most 1 time`：最多退回几次"),
}
"""What a word means in one statement only, by the statement's start symbol and the word."""

ATTRIBUTES: dict[str, tuple[str, str]] = {
    "manager": ("the person's manager", "此人的上级"),
    "department": ("the team the person belongs to", "此人所属部门"),
    "level": ("the person's level", "此人的级别"),
    "head": ("who leads the team", "团队负责人"),
}
FACTS: dict[str, tuple[str, str]] = {
    "requester": ("who filed the ticket", "发起人"),
    "today": ("the day on which it is decided, recorded with the decision", "作出决定的日期，与决定一同记录"),
    "now": ("the moment at which it is decided, recorded with the decision", "作出决定的时刻，与决定一同记录"),
    "request": ("the form: the requester may change it and file it again", "表单：发起人可修改后重新提交"),
}
FOLDS: dict[str, tuple[str, str]] = {
    "sum": ("`sum(each line in lines: line.net)`: added up over the rows", "`sum(each line in lines: line.net)`：各行求和"),
    "count": ("`count(each line in lines where …)`: how many rows", "`count(each line in lines where …)`：行数"),
    "min": ("the smallest over the rows", "各行最小值"),
    "max": ("the largest over the rows", "各行最大值"),
    "any": ("holds for at least one row", "至少一行成立"),
    "all": ("holds for every row", "每行都成立"),
}
FUNCTIONS_ZH: dict[str, str] = {
    "days": "两个日期之间的整天数；第二个更早时为负",
    "length": "文本的字数，或行、附件、选项的个数",
    "round": "四舍六入五成双；不写位数则取整数，或取货币自身的位数",
    "divide": "第一个除以第二个；第二个为 0 时取第三个",
    "lower": "两个数、金额、时长、日期、时间中较小的",
    "higher": "两个数、金额、时长、日期、时间中较大的",
    "starts_with": "文本是否以这些字符开头",
    "contains": "文本是否含有这些字符，或多选是否含有该选项",
    "year": "日期的年份",
    "month": "日期的月份，1 到 12",
    "day": "日期在当月的第几天，1 到 31",
    "weekday": "星期几：周一为 1，周日为 7",
    "role": "拥有该角色的所有人",
    "team": "一个团队；需要人时为其成员",
    "person": "指定的一个人，按编号",
}


def in_language(pair: tuple[str, str], language: str) -> str:
    """The sentence of a pair in a language; English when there is none."""
    return pair[1] if language == "zh" else pair[0]


def help_of(word: str, start: str | None, language: str) -> str | None:
    """What a word of the language means in a statement."""
    pair = AT.get((start or "", word)) or HELP.get(word)
    return pair and in_language(pair, language)
