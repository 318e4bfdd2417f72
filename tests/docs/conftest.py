from tests.app_fixtures import filled_home, shop_app

__all__ = ["filled_home", "shop_app"]
