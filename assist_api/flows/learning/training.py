"""One training from lease to verdict. A crash anywhere leaves the model in use as it was."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.learning.lease import LEASE, training_lease
from assist_api.flows.learning.material import Material, Tell, gather
from assist_api.flows.learning.model_files import KEPT, ModelFiles
from assist_api.flows.learning.verdict import Verdict, judged
from assist_api.recommender.features import WordMemory
from assist_api.recommender.learning.artefact import Damaged
from assist_api.recommender.learning.comparing import Comparison, compare
from assist_api.recommender.learning.trained import Trained
from assist_api.recommender.learning.training import train
from assist_api.refusal import Refused
from assist_api.training import service, store
from assist_api.training.schemas import ModelView
from assist_api.training.tables import RecommenderModel


@dataclass
class Training:
    """Makes versions."""

    database: Database
    clock: Clock
    files: ModelFiles
    memory: WordMemory
    tell: Tell = lambda _now: None

    async def run(self, *, force: bool = False) -> ModelView:
        """Raises Refused while another one runs, and where there is too little to learn from."""
        async with training_lease(self.database, self.clock) as owner:
            material = await gather(self.database, self.tell)
            self.tell(f"学习 {len(material.past)} 次回复")
            trained = await asyncio.to_thread(self._learn, material)
            self.tell("和在用的模型比较")
            active, comparison = await self._compared(trained, material)
            verdict = judged(active, comparison, material.imported, force=force)
            return await self._kept(owner, trained, material, verdict, comparison)

    def _learn(self, material: Material) -> Trained:
        if not material.past:
            raise Refused("还没有客服的回复可以学：请先用 ./xiaoer chats import 导入历史聊天")
        trained = train(material.phrases, material.past, material.recogniser(), self.memory)
        if trained is None:
            raise Refused(
                "历史聊天里认得出的话术太少，还学不出模型：请先运行 ./xiaoer phrases mine --publish，或导入更多聊天"
            )
        return trained

    async def _compared(
        self, trained: Trained, material: Material
    ) -> tuple[RecommenderModel | None, Comparison | None]:
        """With the version in use, on what both have not seen; without a comparison where that one is damaged."""
        async with self.database.read() as session:
            active = await store.active(session)
        if active is None:
            return None, None
        try:
            before = await asyncio.to_thread(self.files.load, active.version)
        except Damaged:
            return active, None
        recognise = await asyncio.to_thread(material.recogniser)
        return active, await asyncio.to_thread(
            compare, before, trained, material.phrases, material.past, recognise, self.memory
        )

    async def _kept(
        self, owner: str, trained: Trained, material: Material, verdict: Verdict, comparison: Comparison | None
    ) -> ModelView:
        """First the files, then the row that names them, and that it is in use, in one transaction."""
        now = self.clock()
        model = RecommenderModel(
            version=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
            trained_at=now,
            chats=material.chats,
            moments=len(material.past),
            phrases=len(material.phrases),
            figures=_figures(trained, material, comparison),
            verdict="kept_out",
            reason=verdict.reason,
            activated_at=None,
            has_files=True,
        )
        self.tell("保存模型")
        await asyncio.to_thread(self.files.save, model.version, trained)
        async with self.database.begin() as session:
            if not await store.renew_lease(session, owner, now + LEASE):
                raise Refused("训练太久没有动静，已由别处接手，这次的结果没有启用")
            session.add(model)
            await session.flush()
            if verdict.in_use:
                await service.put_in_use(session, model, verdict.reason, now)
            await session.flush()
            kept = _worth_keeping(await store.with_files(session))
            await store.note_gone_but(session, kept)
            view = ModelView.model_validate(model)
        await asyncio.to_thread(self.files.keep_only, kept)
        return view


def _worth_keeping(newest_first: Sequence[RecommenderModel]) -> list[str]:
    """The active version, however old, and the newest of the others."""
    by_worth = sorted(newest_first, key=lambda model: model.verdict != "active")
    return [model.version for model in by_worth[:KEPT]]


def _figures(trained: Trained, material: Material, comparison: Comparison | None) -> dict[str, object]:
    return {
        **trained.figures,
        "imported": material.imported,
        "curve": [asdict(point) for point in trained.confidence.curve],
        "comparison": asdict(comparison) if comparison else None,
    }
