"""When a parcel arrives in a region."""

from actions.skill import SkillAction


class DeliveryTime(SkillAction):
    """When a parcel arrives in a region."""

    skill = "delivery_time"
