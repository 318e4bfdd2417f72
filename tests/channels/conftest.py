from tests.app_fixtures import shop_app

__all__ = ["shop_app"]
