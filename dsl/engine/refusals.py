"""The sentences of refusals, English and Chinese, one line per code."""

from __future__ import annotations

NONE = ("none", "无")

SENTENCES: dict[str, tuple[str, str]] = {
    # -- the ticket ------------------------------------------------------------------------------
    "not-filed": (
        "this ticket is not filed yet: only its requester can go on with it",
        "该单据尚未提交：只有申请人可以继续",
    ),
    "at-requester": (
        "the ticket is back at `{requester}`, who has to file it again first",
        "单据已退回给 `{requester}`，须先由其重新提交",
    ),
    "ended": (
        "the ticket has ended at `{end}`: nothing more can be decided",
        "单据已在 `{end}` 结束：不能再处理",
    ),
    "not-the-requester": (
        "only `{requester}`, who filed it, may {action}; `{who}` may not",
        "只有申请人 `{requester}` 可以{action}；`{who}` 不可以",
    ),
    "already-filed": (
        "the ticket is filed already: take it back, or wait until it is returned, to change it",
        "单据已提交：请先撤回修改，或等待退回后再修改",
    ),
    "already-decided": (
        "somebody has decided already: the ticket can be withdrawn, but no longer be taken back",
        "已有人处理：可以撤销单据，但不能再撤回修改",
    ),
    "nothing-to-take-back": (
        "only a ticket that is under way can be taken back",
        "只有流转中的单据才能撤回修改",
    ),
    "nothing-to-acknowledge": (
        "there is nothing to acknowledge: the ticket neither came back nor was rejected",
        "没有需要确认的内容：单据未被退回或驳回",
    ),
    "nothing-to-comment": (
        "there is no ticket yet to comment on",
        "尚无可评论的单据",
    ),
    # -- the step --------------------------------------------------------------------------------
    "unknown-step": (
        "there is no step `{step}` in `{process}`: its steps are {steps}",
        "`{process}` 中没有步骤 `{step}`：现有步骤为 {steps}",
    ),
    "not-open": (
        "`{step}` is not open now: open steps are {open}",
        "`{step}` 当前未开启：开启的步骤为 {open}",
    ),
    "not-asked": (
        "`{who}` is not asked at `{step}`; {asked}",
        "`{step}` 没有请 `{who}` 处理；应由 {asked} 处理",
    ),
    "nobody-asked": (
        "nobody is asked at `{step}`: a process admin has to name somebody",
        "`{step}` 目前没有处理人：须由流程管理员指定",
    ),
    "not-yet": (
        "it is not yet the turn of `{who}` at `{step}`; {asked} asked first",
        "`{step}` 还没轮到 `{who}`；应先由 {asked} 处理",
    ),
    "decided-here": (
        "`{who}` has decided at `{step}` already; {asked} still asked",
        "`{who}` 已在 `{step}` 处理过；仍应由 {asked} 处理",
    ),
    "requester-decides": (
        "`{who}` filed this ticket and never decides it, at `{step}` neither",
        "`{who}` 是本单申请人，不能审批自己的单据（`{step}`）",
    ),
    "a-task": (
        "`{step}` is a task, not an approval: complete it with {outcomes}",
        "`{step}` 是任务而不是审批：请以 {outcomes} 完成",
    ),
    "an-approval": (
        "`{step}` is an approval, not a task: approve or reject it",
        "`{step}` 是审批而不是任务：请同意或驳回",
    ),
    "unknown-outcome": (
        "`{step}` has no outcome `{outcome}`: choose {outcomes}",
        "`{step}` 没有结果 `{outcome}`：请选择 {outcomes}",
    ),
    "may-not": (
        "`{step}` may not {action}: the process does not say `may {word}` there",
        "`{step}` 不能{action}：流程未写明 `may {word}`",
    ),
    "no-way-back": (
        "`{step}` cannot send back to `{to}`: possible now is {targets}",
        "`{step}` 不能退回到 `{to}`：目前可退回到 {targets}",
    ),
    "sent-back-enough": (
        "`{step}` has sent this ticket back as often as it may ({limit}): decide it another way",
        "`{step}` 已退回该单据 {limit} 次，达到上限：请选择其他处理方式",
    ),
    "claim-never": (
        "`{who}` never decides `{step}`: the process says so in `{claim}`",
        "`{who}` 不得处理 `{step}`：流程在 `{claim}` 中这样规定",
    ),
    "claim-before": (
        "`{step}` cannot be decided before `{first}` is: the process says so in `{claim}`",
        "`{first}` 处理之前不能处理 `{step}`：流程在 `{claim}` 中这样规定",
    ),
    "moved": (
        "the ticket was moved to another version of its process meanwhile: look at it again",
        "单据刚刚被迁移到流程的另一版本：请重新查看",
    ),
    # -- other people ----------------------------------------------------------------------------
    "transfer-to-requester": (
        "`{to}` filed this ticket and never decides it: transfer `{step}` to somebody else",
        "`{to}` 是本单申请人，不能审批：请将 `{step}` 转交他人",
    ),
    "transfer-to-asked": (
        "`{to}` is part of `{step}` already: transfer it to somebody who is not",
        "`{to}` 已参与 `{step}`：请转交给其他人",
    ),
    "too-few": (
        "too few people for `{step}`: it needs {need} more, the requester not counted; {given} named",
        "`{step}` 的处理人不足：还需要 {need} 人（申请人不算）；只指定了 {given} 人",
    ),
    # -- answers ---------------------------------------------------------------------------------
    "may-not-change": (
        "`{step}` may not change `{field}`: it may change {fields}",
        "`{step}` 不能修改 `{field}`：可修改的字段为 {fields}",
    ),
    "still-needed": (
        "`{step}` needs {fields} filled in before it can go on",
        "`{step}` 须先填写 {fields} 才能继续",
    ),
    "not-filled": (
        "{fields} must be filled in before the ticket can be filed",
        "提交前须填写 {fields}",
    ),
    "still-missing": (
        "after this change {fields} would be needed, and nobody has filled it in: change it in another way",
        "修改后需要填写 {fields}，但尚无人填写：请换一种修改方式",
    ),
    "unknown-fact": (
        "the directory does not know the `{attribute}` that the process asks for here: an administrator has to add it",
        "组织目录中没有流程此处所需的 `{attribute}`：须由管理员补充",
    ),
    "check-failed": (
        "`{field}`: {message}",
        "`{field}`：{message}",
    ),
}

ACTIONS = {
    "submit": ("file it", "提交"),
    "save": ("change it", "修改"),
    "withdraw": ("withdraw it", "撤销"),
    "take back": ("take it back", "撤回修改"),
    "acknowledge": ("acknowledge it", "确认"),
    "return": ("send it back", "退回"),
    "transfer": ("be transferred", "转交"),
}
"""What an action is called inside a sentence."""
