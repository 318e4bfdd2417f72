"""An angry line needs a person, whatever the bot made of it."""

import re

from tests.flows.turns.scripted_bot import says
from tests.flows.turns.talk import Talk


async def test_who_is_angry_is_not_asked_what_was_meant(talk: Talk) -> None:
    buttons = {"buttons": [{"option": "ask_courier", "title": "发什么快递", "intent": "ask_courier"}]}
    talk.bot.script["派件的什么垃圾服务"] = says("是哪一种？", phrase="ask_which_meaning", payload=buttons)
    told = "\n".join(await talk.say("派件的什么垃圾服务"))
    assert "是哪一种" not in told
    assert re.search("抱歉|不好意思", told)
    assert (await talk.handoff()).reason == "anger"
    assert not any((message.payload or {}).get("buttons") for message in await talk.messages())
