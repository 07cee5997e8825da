from frontlines.api import Choice as Choice
from frontlines.api import FrontlinesError as FrontlinesError
from frontlines.api import InputError as InputError
from frontlines.api import Store as Store
from frontlines.api import World as World
from frontlines.api import change as change
from frontlines.api import export as export
from frontlines.api import extract as extract
from frontlines.api import frame as frame
from frontlines.api import geocode as geocode
from frontlines.api import import_file as import_file
from frontlines.api import ingest as ingest
from frontlines.api import picture as picture
from frontlines.api import read as read
from frontlines.api import world as world

__version__: str
