from tests.app_fixtures import either_app, filled_home, shop_app

__all__ = ["either_app", "filled_home", "shop_app"]
