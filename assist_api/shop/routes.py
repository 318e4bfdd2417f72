"""The one public route of the shop: what the demo page shows."""

from fastapi import APIRouter

from assist_api.dependencies import DatabaseDep
from assist_api.shop import service
from assist_api.shop.schemas import PublicShop

router = APIRouter(prefix="/api/v1/demo", tags=["demo"])


@router.get("/shop")
async def demo_shop(database: DatabaseDep) -> PublicShop:
    """The shop's name and public catalogue; 409 `shop_not_set_up` while nothing has been imported."""
    async with database.read() as session:
        return await service.public_shop(session)
