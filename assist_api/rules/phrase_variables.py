"""The variables a phrase may hold: those that a skill or the suggestions fill. What they are is told in
`data/phrases/README.md`, whose table is held to this list by a test.
"""

import re

from assist_api.rules.phrase_text import variables

_NAMES = """
    agent_name amount answer asked back_day body changes closes_at courier couriers day days delivered_day earliest
    expected fee free_from gift gifts guarantee hello in_stock invoice_kinds issued items latest launch_day left
    list_price measures missing next_step offer open_at order_state order_tail order_tails orders other_name
    other_size others parcel_state parcel_time pay_by payment_methods position price product_facts product_name
    promotion protected_until protection quantity reason refund_state region return_day return_days return_deadline
    return_post saved ship_by shop_name size size_chart size_line size_runs title_needed to_pay total until variant
    warranty way weak_point when
"""
KNOWN = frozenset(_NAMES.split())

_IN_BRACES = re.compile(r"\{[^{}\n]*\}")


def unknown(template: str) -> list[str]:
    """Names that nothing ever fills: a wording with one of them would never be sent."""
    return [name for name in variables(template) if name not in KNOWN]


def stray(template: str) -> list[str]:
    """Braces that look like a variable and are none, such as `{店名}`: buyers would read them as they stand."""
    known = {f"{{{name}}}" for name in variables(template)}
    return [found for found in dict.fromkeys(_IN_BRACES.findall(template)) if found not in known]


def warnings(template: str) -> list[str]:
    """What is wrong with the braces of a wording, in words for a trainer; an empty list means nothing."""
    never = [f"不认识变量 {{{name}}}，这个说法不会被用到" for name in unknown(template)]
    return never + [f"{found} 不是变量，会原样发给买家" for found in stray(template)]
