"""What shipping costs, and from when it is free."""

from actions.skill import SkillAction


class ShippingFee(SkillAction):
    """What shipping costs, and from when it is free."""

    skill = "shipping_fee"
