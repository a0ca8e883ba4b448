"""The sentences for mistakes in a description of what stands outside a text: code -> (English, Chinese)."""

from __future__ import annotations

OUTSIDE: dict[str, tuple[str, str]] = {
    "not-toml": ("this is no TOML: {reason}", "这不是有效的 TOML：{reason}"),
    "unknown-entry": ("unknown entry `{name}`[[: did you mean `{guess}`?]]", "未知条目 `{name}`[[：是否想写 `{guess}`？]]"),
    "bad-entry": ("`{name}` must be {wanted}", "`{name}` 必须是 {wanted}"),
    "attribute-type": (
        "`{name}` has the unknown type `{got}`[[: did you mean `{guess}`?]]",
        "`{name}` 的类型 `{got}` 不存在[[：是否想写 `{guess}`？]]",
    ),
}
