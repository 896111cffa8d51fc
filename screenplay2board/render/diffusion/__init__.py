"""The painter: Stable Diffusion with the storyboard's trigger tokens and LoRA, guided by the stage.

Enters: `PanelSpec`. Leaves: painted panels. torch, diffusers and transformers are imported only inside this package,
and there only by the modules that compute; cards, prompts and the checks of weight files work without them.
"""
