"""What the Access Manager reads and presses in the solution Selvbetjening, in both languages, a second time."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Setting:
    """One language's words, and what is chosen in it: `words` of `visits.log_in`'s language."""

    language: str
    log_in: str
    choose: str
    confirm: str
    go_on: str
    acting: str
    closed: str
    is_open: str
    not_png: str
    colour: str
    kept_acts: str
    save: str
    show: str
    shown: str
    stop: str
    connect: str
    connected: str
    make_user: str
    once: str
    switch_on: str
    switched_on: str
    switch_off: str
    delete: str
    disconnect: str
    see_as: str
    see: str
    looked: str
    reads_only: str
    plans: tuple[str, str]
    hello: str


DANISH: Final = Setting(
    language="da", log_in="Log ind med MitID", choose="Log ind", confirm="Bekræft med MitID",
    go_on="Bekræftet med MitID: fortsæt", acting="Du handler for", closed="Portalen er lukket, fordi",
    is_open="Portalen er åben.", not_png="Logoet skal være et PNG-billede", colour="#1d4ed8",
    kept_acts="Uden opsigelse (virksomheder og institutioner)", save="Gem", show="Vis i portalen",
    shown="Kunderne finder nu {} i portalen.", stop="Vis ikke længere", connect="Tilslut og test",
    connected="Alt er i orden: Indløseren svarer", make_user="Opret API-bruger", once="Den vises kun denne ene gang",
    switch_on="Tænd Selvbetjening", switched_on="Selvbetjening er tændt.", switch_off="Sluk Selvbetjening",
    delete="Slet", disconnect="Afbryd", see_as="Se som", see="Se portalen",
    looked="Nogen så portalen som kunden og kunne kun læse", reads_only="Du ser portalen som Ida Inderro",
    plans=("Ro", "Morgenyoga"), hello="Hej",
)  # fmt: skip
ENGLISH: Final = Setting(
    language="en", log_in="Log in with MitID", choose="Log in", confirm="Confirm with MitID",
    go_on="Confirmed with MitID: go on", acting="You act for", closed="The portal is closed, because",
    is_open="The portal is open.", not_png="The logo must be a PNG picture", colour="#8a1c5b",
    kept_acts="Invoices and payment", save="Save", show="Show in the portal",
    shown="Customers find {} in the portal now.", stop="Stop showing", connect="Connect and test",
    connected="All is well: the gateway answers", make_user="Make API user", once="It is shown this once",
    switch_on="Switch self-service on", switched_on="Self-service is switched on.",
    switch_off="Switch self-service off", delete="Delete", disconnect="Disconnect", see_as="See as",
    see="See the portal", looked="Somebody looked at the portal as the customer, and could only read",
    reads_only="You see the portal as Ida Inderro", plans=("Ro", "Morgenyoga"), hello="Hello",
)  # fmt: skip
