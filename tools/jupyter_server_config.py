"""For `make lab`, Binder and the browser tests: answers at once, and a picture where a widget is no more.

By default the system keeps a small message back until the page has acknowledged the one before it (Nagle's
algorithm), which a browser does up to 40 ms later; each of a widget's answers follows such a message.

JupyterLab has a picture beside each widget, and shows an error in its place if it cannot find the widget:
in a notebook that another front end saved, say, or after a restart of the kernel.
"""

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.ioloop import IOLoop

VIEW, STATE = (f"application/vnd.jupyter.widget-{what}+json" for what in ("view", "state"))


class AtOnce(ZMQChannelsWebsocketConnection):
    """The server's own connection to a page, without that wait."""

    def connect(self):
        """Begin to pass messages."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def without_lost_views(notebook):  # in place
    """Leave of a widget that was not saved with the notebook the picture, or the text, that is beside it."""
    saved = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    for cell in notebook.cells:
        for data in (output.get("data", {}) for output in cell.get("outputs", [])):
            if VIEW in data and len(data) > 1 and data[VIEW].get("model_id") not in saved:
                del data[VIEW]


class WithPictures(AsyncLargeFileManager):
    """The server's own files; a notebook that no kernel runs opens without widgets that are no more."""

    async def get(self, path, content=True, *args, **kwargs):
        """A file or folder as a page gets it."""
        model = await super().get(path, content, *args, **kwargs)
        if content and model["type"] == "notebook":
            sessions = await self.parent.session_manager.list_sessions()
            if path.strip("/") not in [session["path"] for session in sessions]:
                without_lost_views(model["content"])
        return model


def tell_address():
    """Say where the server is; itself it tells only an address with a token of its own making in it."""
    server = ServerApp.instance() if ServerApp.initialized() else None
    if server and not server.identity_provider.token_generated:
        asks = "; it asks for the token or password that you have set" * server.identity_provider.auth_enabled
        print(f"JupyterLab is at {server.local_url.split('?')[0]}{asks}.", flush=True)


IOLoop.current().add_callback(tell_address)  # once it runs
c.ServerApp.kernel_websocket_connection_class = AtOnce  # noqa: F821  (Jupyter gives `c`)
c.ServerApp.contents_manager_class = WithPictures  # noqa: F821
