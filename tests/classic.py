"""Classic Notebook 6 in a real Chromium: with ipywidgets 7, what runs here and is nearest to Colab."""

from browser import Lesson

CLASSIC = ["notebook", "--NotebookApp.port_retries=0", "--NotebookApp.token=xo"]


class Classic(Lesson):
    """What `Lesson` is for JupyterLab."""

    at = "notebooks/{}?token=xo"
    outputs_are = ".jupyter-widgets-view"  # where its widgets are, and nothing else

    models = "() => Object.values(Jupyter.notebook.kernel.widget_manager._models)"

    def ready(self):
        self.until("() => window.Jupyter?.notebook?.kernel?.widget_manager")
        # As it begins, it asks the kernel for older widgets; when that is answered it draws all outputs anew and
        # loses those that came in between, whosever they are. So ask as it does: the second answer is the later.
        self.page.evaluate("() => Jupyter.notebook.kernel.widget_manager._loadFromKernel()")
        self.settle()

    def run_all(self):
        self.page.evaluate("() => Jupyter.notebook.execute_all_cells()")
        self.until("""() => Jupyter.notebook.get_cells().every(cell =>
            cell.cell_type !== 'code' || !cell.get_text().trim() || cell.input_prompt_number > 0)""")
        self.drawn()

    def theme(self, name):
        """It has one."""

    def leave(self):
        self.page.evaluate("() => { document.activeElement.blur(); Jupyter.notebook.command_mode(); }")

    def begin_to_run(self, code):
        self.page.evaluate("code => { Jupyter.notebook.kernel.execute(code); }", code)

    def run(self, code):
        self.heard()
        return self.page.evaluate(
            """code => new Promise(done => {
                let said = '';
                const output = ({header, content}) => {
                    if (header.msg_type === 'stream') said += content.text;
                    if (header.msg_type === 'error') said += content.evalue;
                };
                const idle = ({content}) => content.execution_state === 'idle' && done(said);
                Jupyter.notebook.kernel.execute(code, {iopub: {output, status: idle}}, {silent: false, store_history: false});
            })""",
            code,
        )

    def clear(self):
        self.page.evaluate("() => Jupyter.notebook.clear_all_output()")

    def outputs(self):
        return self.page.evaluate(
            "() => Jupyter.notebook.get_cells().flatMap(cell => cell.output_area?.outputs ?? [])"
        )

    def cells(self):
        return self.page.evaluate("() => Jupyter.notebook.get_cells().map(cell => cell.get_text())")

    def shutdown(self):
        self.page.evaluate(
            "() => new Promise(done => Jupyter.notebook.session.delete(() => done(), () => done()))"
        )

    def close(self):
        self.shutdown()
        self.context.close()
