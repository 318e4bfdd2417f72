"""Chinese shop-chat text: one spelling with offsets, words, entities, masking, and how a line stands in the talk."""

from zh_text.catalogue import Catalogue, CatalogueError, Product
from zh_text.entity import ENTITY_KINDS, Entity, EntityKind, Measure, TimeRange, Value
from zh_text.finder import EntityFinder
from zh_text.item_links import link_key
from zh_text.lexicon import Lexicon, LexiconError, Region
from zh_text.lines import asks, is_complete_question, is_fragment, is_pleasantry, split_questions
from zh_text.masking import mask
from zh_text.normalising import EMOTICON, LINK, Normalised, normalise
from zh_text.tokenizer import Tokenizer
from zh_text.wishes import refuses_reminders

__all__ = [
    "EMOTICON",
    "ENTITY_KINDS",
    "LINK",
    "Catalogue",
    "CatalogueError",
    "Entity",
    "EntityFinder",
    "EntityKind",
    "Lexicon",
    "LexiconError",
    "Measure",
    "Normalised",
    "Product",
    "Region",
    "TimeRange",
    "Tokenizer",
    "Value",
    "asks",
    "is_complete_question",
    "is_fragment",
    "is_pleasantry",
    "link_key",
    "mask",
    "normalise",
    "refuses_reminders",
    "split_questions",
]
