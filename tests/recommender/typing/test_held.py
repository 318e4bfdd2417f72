from assist_api.recommender.typing.held import Held


def test_the_same_talk_is_computed_once_and_the_oldest_is_let_go() -> None:
    held: Held[str] = Held(most=2)
    computed: list[str] = []

    def compute(key: str) -> str:
        computed.append(key)
        return key.upper()

    def ask(key: str) -> str:
        return held.of(key, lambda: compute(key))

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert computed == ["a", "b", "c", "b"]
