from tests.app_fixtures import either_app, filled_home, shop_app
from tests.flows.turns.conftest import talk

__all__ = ["either_app", "filled_home", "shop_app", "talk"]
