"""Where a parcel is."""

from actions.skill import SkillAction


class TrackParcel(SkillAction):
    """Where a parcel is."""

    skill = "track_parcel"
