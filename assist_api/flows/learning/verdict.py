"""Whether a new version takes the place of the one in use."""

from dataclasses import dataclass

from assist_api.recommender.learning.comparing import Comparison
from assist_api.training.tables import RecommenderModel


@dataclass(frozen=True, slots=True)
class Verdict:
    """`in_use`: whether the new model takes the place of the old one; `reason` is for people."""

    in_use: bool
    reason: str


def judged(active: RecommenderModel | None, comparison: Comparison | None, imported: int, *, force: bool) -> Verdict:
    """Not worse than the version in use is good enough: it knows more of this shop. `imported` counts past chats."""
    if active is None:
        return Verdict(True, "第一个模型")
    if comparison is None:
        return Verdict(True, f"在用的 {active.version} 读不出来，用新的接替")
    measured = (
        f"在 {comparison.turns} 次没学过的回复上，前三条命中 {comparison.after:.1%}，在用的 {active.version} 是"
        f" {comparison.before:.1%}，误差 {comparison.noise:.1%}"
    )
    if force:
        return Verdict(True, f"{measured}；按要求直接启用")
    if imported < active.figures.get("imported", 0):
        return Verdict(True, f"{measured}；有聊天被要求忘掉，旧模型不能再用")
    return Verdict(not comparison.is_worse, measured if not comparison.is_worse else f"{measured}；变差了，没有启用")
