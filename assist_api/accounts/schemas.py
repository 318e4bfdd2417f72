"""What travels over the wire for logging in."""

from typing import Annotated

from pydantic import BaseModel, Field

from assist_api.security import Role

# The upper bound keeps anyone from making us hash megabytes.
Password = Annotated[str, Field(min_length=1, max_length=200, repr=False)]
NewPassword = Annotated[str, Field(min_length=10, max_length=200, repr=False)]


class LoginBody(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    password: Password


class PasswordBody(BaseModel):
    current: Password
    new: NewPassword


class AccountOut(BaseModel):
    id: int | None = Field(description="null for a bearer token, which belongs to a program")
    name: str
    display_name: str
    role: Role


class WhoAmI(BaseModel):
    account: AccountOut
    csrf: str | None = Field(description="to be sent as X-CSRF-Token on every change; null for a bearer token")
