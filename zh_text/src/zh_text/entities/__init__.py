"""One recogniser a file; `all_recognisers` is where a new one is entered."""

from __future__ import annotations

from zh_text.catalogue import Catalogue
from zh_text.entities.addresses import AddressRecogniser
from zh_text.entities.body_pairs import BodyPairRecogniser
from zh_text.entities.colors import ColorRecogniser
from zh_text.entities.couriers import CourierRecogniser
from zh_text.entities.expected import ExpectedRecogniser
from zh_text.entities.feet import FootRecogniser
from zh_text.entities.girths import GirthRecogniser
from zh_text.entities.heights import HeightRecogniser
from zh_text.entities.id_numbers import IdNumberRecogniser
from zh_text.entities.line import Recogniser
from zh_text.entities.links import LinkRecogniser
from zh_text.entities.money import MoneyRecogniser
from zh_text.entities.order_numbers import OrderNumberRecogniser
from zh_text.entities.phones import PhoneRecogniser
from zh_text.entities.products import ProductRecogniser
from zh_text.entities.quantities import QuantityRecogniser
from zh_text.entities.regions import RegionRecogniser
from zh_text.entities.sizes import SizeRecogniser
from zh_text.entities.times import TimeRecogniser
from zh_text.entities.tracking_numbers import TrackingNumberRecogniser
from zh_text.entities.weights import WeightRecogniser
from zh_text.lexicon import Lexicon


def all_recognisers(lexicon: Lexicon, catalogue: Catalogue) -> tuple[Recogniser, ...]:
    """Every recogniser. Of two findings of equal length the one of the earlier recogniser stays."""
    return (
        LinkRecogniser(catalogue),
        ProductRecogniser(catalogue),
        IdNumberRecogniser(),
        PhoneRecogniser(),
        TrackingNumberRecogniser(),
        OrderNumberRecogniser(),
        MoneyRecogniser(),
        GirthRecogniser(),
        FootRecogniser(),
        BodyPairRecogniser(),
        HeightRecogniser(),
        WeightRecogniser(),
        SizeRecogniser(lexicon.sizes),
        CourierRecogniser(lexicon.couriers),
        AddressRecogniser(lexicon.regions),
        RegionRecogniser(lexicon.regions),
        ColorRecogniser(lexicon.colors),
        TimeRecogniser(),
        QuantityRecogniser(),
        ExpectedRecogniser(),
    )
