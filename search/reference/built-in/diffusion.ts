// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `diffusion`. */
export const diffusion: readonly Reference[] = [
  {
    task: "diffusion",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "257d6661f7e8f820",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 16.20125384073375,
          decay: 0.00009776770695243053,
          hyperparameters: {
            beta1: 0.8733622307111993,
            beta2: 0.9996670632795803,
          },
        },
        loss: 0.8305293912999332,
        deviation: 0.016795721954789,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 16.20125384073375,
          decay: 0.00009776770695243053,
          hyperparameters: {
            beta1: 0.8733622307111993,
            beta2: 0.9996670632795803,
          },
        },
        loss: 0.6099077048711479,
        deviation: 0.028597232591413297,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 20.774641606688252,
          decay: 0.060612228267405276,
          hyperparameters: {
            beta1: 0.8880553843928426,
            beta2: 0.9990686206457398,
          },
        },
        loss: 0.3755217983853072,
        deviation: 0.025181694229963292,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 13.586872131115564,
          decay: 0.007881563240503289,
          hyperparameters: {
            beta1: 0.8596248876796365,
            beta2: 0.9985517651713014,
          },
        },
        loss: 0.3262393996119499,
        deviation: 0.015903973315074,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 20.12462926663391,
          decay: 0.003043942669450251,
          hyperparameters: {
            beta1: 0.8487497653193057,
            beta2: 0.998662846204874,
          },
        },
        loss: 0.30069563211873174,
        deviation: 0.004350932367224161,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 20.774641606688252,
          decay: 0.060612228267405276,
          hyperparameters: {
            beta1: 0.8880553843928426,
            beta2: 0.9990686206457398,
          },
        },
        loss: 0.3755217983853072,
        deviation: 0.025181694229963292,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 20.774641606688252,
          decay: 0.060612228267405276,
          hyperparameters: {
            beta1: 0.8880553843928426,
            beta2: 0.9990686206457398,
          },
        },
        loss: 0.35908911377191544,
        deviation: 0.020968578095425044,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 80.49851706653484,
          decay: 0.0001245368959961685,
          hyperparameters: {
            beta1: 0.8404163729871374,
            beta2: 0.991027918096188,
          },
        },
        loss: 0.7606400586664677,
        deviation: 0.030914829347293497,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 147.31968732937108,
          decay: 0.0004957327093458802,
          hyperparameters: {
            beta: 0.837989645507464,
          },
        },
        loss: 0.45896097691729665,
        deviation: 0.022324006166409192,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 5.413967298303127,
          decay: 0.000060448480756678175,
          hyperparameters: {
            learning_rate: 0.010588117851027746,
            momentum: 0.869299354958136,
            adam_learning_rate: 0.007941746737054247,
            beta1: 0.42412917941876527,
            beta2: 0.9986069386521972,
          },
        },
        loss: 0.31378427729941905,
        deviation: 0.004076780017313844,
        edges: [],
      },
    },
  },
  {
    task: "diffusion",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "e348f1f3687c35a0",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 20.774641606688252,
          decay: 0.060612228267405276,
          hyperparameters: {
            beta1: 0.8880553843928426,
            beta2: 0.9990686206457398,
          },
        },
        loss: 0.6571944607421756,
        deviation: 0.023339891899816115,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 16.42348561575998,
          decay: 0.02302235887661122,
          hyperparameters: {
            beta1: 0.8927192446473929,
            beta2: 0.999203098369594,
          },
        },
        loss: 0.43472954886965454,
        deviation: 0.01419459441435645,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 13.464028314262006,
          decay: 0.01736680210793817,
          hyperparameters: {
            beta1: 0.9025890189245493,
            beta2: 0.9987148549932053,
          },
        },
        loss: 0.335185251547955,
        deviation: 0.009058346692210706,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 11.138563113548209,
          decay: 0.0036641832525413334,
          hyperparameters: {
            beta1: 0.884265642192964,
            beta2: 0.9987154442336148,
          },
        },
        loss: 0.3116384925087914,
        deviation: 0.012606445317801819,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 11.70910675335744,
          decay: 0.002698204795042166,
          hyperparameters: {
            beta1: 0.9399512670919247,
            beta2: 0.9987665390788669,
          },
        },
        loss: 0.30753966385964304,
        deviation: 0.010191253064504777,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 13.464028314262006,
          decay: 0.01736680210793817,
          hyperparameters: {
            beta1: 0.9025890189245493,
            beta2: 0.9987148549932053,
          },
        },
        loss: 0.335185251547955,
        deviation: 0.009058346692210706,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 13.525310757080494,
          decay: 0.011699467898114876,
          hyperparameters: {
            beta1: 0.9122299169278233,
            beta2: 0.9986357449803032,
          },
        },
        loss: 0.33579383126925677,
        deviation: 0.008278843632277513,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 24.99810860942031,
          decay: 0.00010726691433274585,
          hyperparameters: {
            beta1: 0.9687871096317309,
            beta2: 0.8015421518886479,
          },
        },
        loss: 0.39494727505370975,
        deviation: 0.011409761130599617,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 32.73759851591485,
          decay: 0.00010505958514419723,
          hyperparameters: {
            beta: 0.8697913278370737,
          },
        },
        loss: 0.3579539393540472,
        deviation: 0.015371816959514324,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 0.9141941436921883,
          decay: 0.0007598317768991813,
          hyperparameters: {
            learning_rate: 0.030989980182579948,
            momentum: 0.9149359282870807,
            adam_learning_rate: 0.023887539926362264,
            beta1: 0.8959717012265827,
            beta2: 0.998306513976447,
          },
        },
        loss: 0.32393128448165953,
        deviation: 0.00957411393351274,
        edges: [],
      },
    },
  },
];
