"""What the catalogue says of a product."""

from actions.skill import SkillAction


class Product(SkillAction):
    """What the catalogue says of a product."""

    skill = "product"
