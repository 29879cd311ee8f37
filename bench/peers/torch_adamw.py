"""The update of the PyTorch peers, in place: AdamW without bias correction, as the paper's search starts from it.

Each takes lists of tensors: weights, gradients, first and second moments.
"""

import torch


def update_each(w, g, m, v, decay=0.01):
    for wi, gi, mi, vi in zip(w, g, m, v):
        mi.mul_(0.9).add_(gi, alpha=0.1)
        vi.mul_(0.999).addcmul_(gi, gi, value=0.001)
        wi.sub_(mi.div(vi.sqrt().add_(1e-8)).add_(wi, alpha=decay), alpha=0.001)


def update_foreach(w, g, m, v, decay=0.01):
    torch._foreach_mul_(m, 0.9)
    torch._foreach_add_(m, g, alpha=0.1)
    torch._foreach_mul_(v, 0.999)
    torch._foreach_addcmul_(v, g, g, 0.001)
    root = torch._foreach_sqrt(v)
    torch._foreach_add_(root, 1e-8)
    update = torch._foreach_div(m, root)
    torch._foreach_add_(update, w, alpha=decay)
    torch._foreach_add_(w, update, alpha=-0.001)
