"""For `make lab` and the browser tests: what the kernel says goes to the page at once.

By default the system keeps a small message back until the page has acknowledged the one before it (Nagle's
algorithm), which a browser does up to 40 ms later; each of a widget's answers follows such a message.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class AtOnce(ZMQChannelsWebsocketConnection):
    """The server's own connection to a page, without that wait."""

    def connect(self):
        """Begin to pass messages."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c.ServerApp.kernel_websocket_connection_class = AtOnce  # noqa: F821  (Jupyter gives `c`)
