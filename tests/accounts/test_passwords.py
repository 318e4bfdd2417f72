from argon2 import PasswordHasher, extract_parameters

from assist_api.accounts import passwords


async def test_a_costly_hash_matches_its_own_password_only() -> None:
    hashed = await passwords.hashed("yun-dan-feng-qing")

    assert hashed.startswith("$argon2id$")
    assert await passwords.matches(hashed, "yun-dan-feng-qing")
    assert not await passwords.matches(hashed, "yun-dan-feng-qinG")
    assert not await passwords.matches(hashed, "")


def test_the_costly_check_of_an_unknown_name_takes_todays_parameters() -> None:
    assert not passwords.is_outdated(passwords.NOBODYS_HASH)
    # Not below OWASP's floor for Argon2id: 19 MiB and two rounds.
    parameters = extract_parameters(passwords.NOBODYS_HASH)
    assert (parameters.memory_cost, parameters.time_cost) >= (19 * 1024, 2)


def test_a_costly_hash_with_other_parameters_is_renewed() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("x"))


def test_new_passwords_differ_and_can_be_typed() -> None:
    made = {passwords.new_password() for _ in range(100)}

    assert len(made) == 100
    assert all(len(password) == 16 and not set(password) & set("01loi") for password in made)
