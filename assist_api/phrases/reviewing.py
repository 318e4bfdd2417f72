"""A trainer's word on what agents taught: the bot gets only what was approved and may be said by it."""

from collections.abc import Sequence
from datetime import datetime

from assist_api.errors import BadInput
from assist_api.phrases.schemas import PhraseChange, PhraseContent, Review, Taught
from assist_api.phrases.tables import Phrase
from assist_api.rules.teaching import why_not_the_bot
from assist_api.security import Principal


def checked(phrase: Phrase, content: PhraseContent, wanted: PhraseChange) -> PhraseContent:
    """The content to be written. Raises BadInput where it would give the bot what it is never taught."""
    if phrase.review is None:
        if wanted.review:
            raise BadInput("这条短语不是教出来的，不需要审核", field="review")
        return content
    if wanted.review == "declined":
        return content.model_copy(update={"bot_may_send": False})
    if content.bot_may_send and (reasons := _refusals(content)):
        raise BadInput(
            f"这条不能交给机器人：{'；'.join(reasons)}。客服仍然可以使用它",
            code="not_for_bot",
            field="bot_may_send",
            reasons=reasons,
        )
    return content


def note(phrase: Phrase, principal: Principal, wanted: PhraseChange, now: datetime) -> None:
    """Keep what the change, already written, says of the review. An edit alone is no verdict on what still waits."""
    verdict = _verdict(phrase, wanted)
    if verdict is not None:
        phrase.review, phrase.reviewed_by, phrase.reviewed_at = verdict, principal.name, now
    if phrase.review == "approved":
        phrase.reviewed_questions = list(phrase.questions)
    elif phrase.review is not None:
        seen = phrase.reviewed_questions or []
        phrase.reviewed_questions = [question for question in seen if question in phrase.questions]


def _verdict(phrase: Phrase, wanted: PhraseChange) -> Review | None:
    if phrase.review is None:
        return None
    if wanted.review == "declined":
        return "declined"
    if "bot_may_send" not in wanted.model_fields_set:
        return None
    if phrase.bot_may_send:
        return "approved"
    return "declined" if phrase.review == "approved" else None


def taught(phrase: Phrase) -> Taught | None:
    if phrase.review is None or phrase.taught_at is None:
        return None
    return Taught.model_validate(
        {
            "review": phrase.review,
            "by": phrase.taught_by or "",
            "at": phrase.taught_at,
            "conversation_id": phrase.taught_in,
            "reviewed_by": phrase.reviewed_by,
            "reviewed_at": phrase.reviewed_at,
            "new_questions": new_questions(phrase),
            "not_for_bot": why_not_the_bot([phrase.text, *phrase.alternatives], phrase.questions, phrase.intents),
        }
    )


def new_questions(phrase: Phrase) -> list[str]:
    return [question for question in phrase.questions if question not in (phrase.reviewed_questions or [])]


def _refusals(content: PhraseContent) -> Sequence[str]:
    return why_not_the_bot([content.text, *content.alternatives], content.questions, content.intents)
